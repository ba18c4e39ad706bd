"""What pages say about themselves: the vocabulary of menus, labels and notices.

General knowledge of web pages in Chinese, English, Spanish and Portuguese, written as lists; no
site's own wording. Chinese terms stand in simplified form, :func:`both_scripts` makes a pattern
match traditional characters too.
"""

from __future__ import annotations

# Simplified and traditional forms of the characters that the terms below use.
_PAIRS = (
    "务務热熱线線电電话話联聯系係们們关關闭閉网網页頁设設为為编編辑輯审審责責权權总總计計声聲"
    "载載转轉发發布佈阅閱读讀点點击擊数數访訪问問浏瀏览覽时時间間来來题題标標签籤评評论論"
    "录錄注註册冊应應后後实實导導图圖频頻视視长長东東传傳邮郵箱箱备備号號术術机機构構"
    "单單位位讯訊专專栏欄热熱门門猜猜欢歡获獲选選举舉报報错錯误誤询詢咨諮动動态態"
    "链鏈结結复複制製简簡体體简簡览覽观觀扫掃码碼达達员員进進开開请請经經许許转轉"
    "须須谢謝与與无無这這个個统統户戶层層级級国國华華气氣预預车車财財经經军軍历歷"
    "则則张張碍礙娱娛乐樂摄攝记記缩縮显顯东東闻聞帮幫举舉还還专專业業听聽讲講说說边邊"
    "台臺赞讚链鏈类類顶頂价價项項该該书書签籤给給对對监監创創艺藝贴貼稿稿"
)
TRADITIONAL = {
    _PAIRS[i]: _PAIRS[i + 1] for i in range(0, len(_PAIRS), 2) if _PAIRS[i] != _PAIRS[i + 1]
}


def both_scripts(pattern: str) -> str:
    """``pattern`` with every simplified character that has a traditional form widened to both.

    >>> both_scripts("热线")
    '[热熱][线線]'
    """
    pieces: list[str] = []
    inside = False
    for char in pattern:
        other = TRADITIONAL.get(char)
        if char == "[":
            inside = True
        elif char == "]":
            inside = False
        if other is None:
            pieces.append(char)
        else:
            pieces.append(char + other if inside else f"[{char}{other}]")
    return "".join(pieces)


# Interface phrases that no article consists of: a line of them (and separators) is a menu.
MENU = """
展开阅读全文|收起|展开|附件下载|新闻排行榜|今日头条|详细内容|走进|购物车|我的订单|订单|用户名|密码
验证码|记住我|旧版入口|旧版|新版|入口|跳转到|跳转|保存|TOP|评论区|顶|踩|支持|反对|赞一个|赞|在看
帮助中心|帮助|隐私声明|广告位|订阅号|服务号|视频号|公众号|小程序|官微|取消|确定|提交|重置|刷新
切换|下拉|播放|暂停|静音|全屏|倍速|回复|置顶|关注|已关注|粉丝|楼主|匿名
toggle navigation|close|open|cancel|ok|submit|reset|play|pause|mute|loading|sign up free|go|top
print edition|e-paper|epaper|epaper edition|archive|archives
设为首页|加入收藏|收藏本站|收藏本页|收藏网址|加入书签|返回首页|返回主页|回到首页|网站首页|回首页
首页|返回列表|返回上页|返回上一页
返回顶部|回到顶部|返回|返回栏目|关闭窗口|关闭本页|关闭页面|关闭此页|关闭|打印本页|打印此页
打印文章|打印本文|打印页面|打印正文|打印预览|打印|复制链接|复制网址
推荐给好友|推荐给朋友|发送给好友|转发给好友|我要投稿|在线投稿|投稿|我要纠错|纠错|我要评论|发表评论
查看评论|网友评论|全部评论|最新评论|评论
网站地图|站点地图|友情链接|联系我们|关于我们|关于本站|联系方式|联系站长|法律声明|免责声明|免责条款
隐私政策|隐私声明|隐私保护|隐私条款|版权声明|版权保护|版权信息
使用条款|服务条款|服务协议|用户协议|广告服务|广告合作|广告投放|商务合作|招聘信息|人才招聘|诚聘英才
招贤纳士|加入我们|意见反馈|意见建议|在线留言|我要留言|留言板
网站声明|网站导航|导航|旧版回顾|无障碍浏览|无障碍|长者模式|长者版|适老化|关怀版|简体版|简体中文
繁体版|繁体中文|简体|繁体|手机版|电脑版|移动版|客户端下载|客户端|APP下载|下载APP|下载客户端
登录|登陆|注册|退出登录|退出|会员中心|用户中心|个人中心|忘记密码|免费注册|会员登录|用户登录
站内搜索|全站搜索|搜索|高级搜索|English|ENGLISH
分享到|分享至|一键分享|分享|转发|点赞|收藏|微信好友|微信朋友圈|朋友圈|微信|新浪微博|腾讯微博|微博
QQ空间|QQ好友|QQ|人人网|豆瓣|百度贴吧|贴吧|抖音|更多平台
扫一扫|扫码分享|扫码阅读|扫码下载|用手机看|手机看新闻|听新闻|语音播报|朗读|小字号|大字号|默认字号
放大|缩小|默认|字体|字号|字体大小|文字大小|特大|超大|视力保护色|保护视力色|护眼色|护眼|显示摘要
上一篇|下一篇|上一条|下一条|上一页|下一页|上页|下页|尾页|末页|前一页|后一页|第一页|最后一页|上一版
下一版|没有了|暂无|全文阅读|阅读全文|阅读下一篇|阅读上一篇|余下全文|展开全文|查看全文|阅读原文
查看更多|加载更多|点击加载更多|更多|更多>>|了解更多
热门推荐|热门文章|热门新闻|热点推荐|热点新闻|热点排行|热门排行|点击排行|阅读排行|新闻排行|一周排行
排行榜|最新文章|最新资讯|最新发布|推荐阅读|推荐新闻|精彩推荐|精彩图片|图片新闻|编辑推荐|猜你喜欢
为你推荐|相关推荐|相关阅读|相关新闻|相关文章|相关链接|相关报道|相关资讯|相关内容|相关专题|相关稿件
相关信息|延伸阅读|大家都在看|今日热点|本周热门|随便看看
广告|推广|赞助商链接|举报|我要举报|违法和不良信息举报|参与互动|我有话说|我来说两句|在线评论
不良信息举报|订阅|RSS|RSS订阅|邮件订阅|顶一下|踩一下|打赏|赞赏|点击复制
skip to main content|skip to content|skip navigation|back to top|return to top|home|main menu|menu
search|log in|login|log out|sign in|sign up|register|subscribe|subscribe now|my account
contact us|contact|about us|about|site map|sitemap|privacy policy|privacy|terms of use
terms of service|terms and conditions|terms|cookie policy|cookie settings|cookies|accessibility
advertise with us|advertise|careers|help|faq
share|share this|share this article|share this story|share this page|share article|share via email
share on facebook|share on twitter|share on whatsapp|share on linkedin|tweet|pin it|facebook
twitter|whatsapp|linkedin|instagram|youtube|pinterest|telegram|reddit|email|e-mail|email this
print|print this page|print article|print this article|save|bookmark|copy link|copy url
advertisement|advertisements|sponsored|sponsored content|promoted|ad|ads|previous|next
previous article|next article|previous post|next post|previous page|next page|older posts
newer posts|first|last|load more|show more|read more|see more|topics|view all|more
related|related articles|related stories|related news|related posts|related content|related topics
more on this story|more stories|more news|you may also like|you might also like|recommended
recommended for you|recommended stories|most read|most popular|trending|trending now|top stories
latest news|editor's picks|don't miss|comments|leave a comment|leave a reply|post a comment
view comments|no comments|add a comment|join the conversation|report an error|reprints
reprints & permissions
text size|font size|smaller|larger|increase text size|decrease text size|listen
listen to this article|follow us|follow|rss feed|newsletter|newsletters|download the app
get the app|menú
inicio|portada|compartir|compartir en facebook|compartir en twitter|imprimir|enviar por correo
enviar|comentar|comentarios|publicidad|suscríbete|suscribirse|suscripción|síguenos|iniciar sesión
regístrate|registrarse|aviso legal|política de privacidad|política de cookies
términos y condiciones|contacto|contáctenos|quiénes somos|mapa del sitio|noticias relacionadas
artículos relacionados|te puede interesar|también te puede interesar|lo más leído|lo más visto
más noticias|más información|volver arriba|volver|anterior|siguiente|leer más|ver más|archivado en
buscar
início|página inicial|compartilhe|compartilhar|compartilhar no facebook|compartilhar no whatsapp
comente|comentários|publicidade|assine|assine já|siga-nos|entrar|cadastre-se
política de privacidade|termos de uso|fale conosco|quem somos|expediente|anuncie|mapa do site
notícias relacionadas|matérias relacionadas|leia também|leia mais|veja também|veja mais|mais lidas
últimas notícias|voltar ao topo|voltar|próxima|próximo|tamanho da fonte|ouvir
"""

# Interface phrases are made of a verb and what it is done to, or of a kind and what is listed.
_VERBS = [
    "打印",
    "收藏",
    "分享",
    "复制",
    "关闭",
    "转发",
    "推荐",
    "发送",
    "评论",
    "点赞",
    "下载",
    "举报",
    "订阅",
    "返回",
    "查看",
    "加入",
    "添加",
    "进入",
    "发表",
    "浏览",
    "阅读",
    "展开",
    "收起",
    "显示",
    "隐藏",
    "保存",
    "导出",
    "刷新",
    "加载",
    "切换",
]
_OBJECTS = [
    "本页",
    "此页",
    "本文",
    "此文",
    "文章",
    "全文",
    "正文",
    "页面",
    "窗口",
    "网页",
    "网址",
    "链接",
    "地址",
    "好友",
    "朋友",
    "收藏",
    "首页",
    "主页",
    "列表",
    "顶部",
    "目录",
    "评论",
    "更多",
    "全部",
    "图片",
    "视频",
    "附件",
    "原文",
    "上页",
    "下页",
    "栏目",
    "侧边栏",
    "边栏",
    "工具栏",
    "书签",
]
_KINDS = [
    "最新",
    "热门",
    "热点",
    "全部",
    "所有",
    "网友",
    "文章",
    "精彩",
    "相关",
    "更多",
    "推荐",
    "精选",
    "今日",
    "本周",
    "本月",
    "往期",
    "历史",
    "编辑",
    "站内",
    "本站",
    "网站",
    "本网",
    "平台",
    "公司",
    "单位",
    "频道",
    "专题",
]
_LISTED = [
    "文档",
    "文件",
    "资料",
    "下载",
    "附件",
    "评论",
    "跟帖",
    "留言",
    "文章",
    "新闻",
    "资讯",
    "阅读",
    "推荐",
    "报道",
    "链接",
    "图片",
    "视频",
    "专题",
    "内容",
    "信息",
    "动态",
    "公告",
    "排行",
    "简介",
    "介绍",
    "概况",
    "地图",
    "导航",
    "声明",
    "首页",
    "服务",
    "标签",
    "话题",
    "搜索",
    "稿件",
    "回顾",
]
MENU += "|".join(
    [a + b for a in _VERBS for b in _OBJECTS] + [a + b for a in _KINDS for b in _LISTED]
)

# Section names: three or more of them side by side are a menu, one alone may be a headline.
SECTIONS = """
新闻|要闻|时政|国内|国际|社会|财经|经济|军事|体育|娱乐|科技|教育|文化|健康|汽车|房产|旅游|图片
视频|专题|评论|观点|理论|法治|地方|港澳|台湾|华人|生活|时尚|历史|读书|论坛|博客|直播|滚动|党建
廉政|公告|通知公告|政务公开|新闻中心|信息公开|政策法规|办事服务|互动交流|工作动态|机构设置
领导之窗|数据|服务|公益|资讯|头条|热点|原创|深度|正文|大|中|小|当前|朋友|空间
news|world|politics|business|sport|sports|opinion|culture|arts|lifestyle|life|tech|technology
science|health|travel|video|videos|photos|weather|local|national|international|economy
entertainment|education|money|style|food|events|jobs|world news|a|aa|aaa|a+|a-
noticias|política|economía|deportes|cultura|sociedad|internacional|nacional|opinión|ciencia
tecnología|notícias|economia|esportes|mundo|cidades|brasil|saúde|ciência|tecnologia|colunas
"""

# Labels that state facts about the article: the line is a byline (its values may be kept).
SOURCE_LABELS = (
    "来源",
    "出处",
    "稿源",
    "新闻来源",
    "信息来源",
    "文章来源",
    "稿件来源",
    "资料来源",
    "本文来源",
    "原文来源",
    "来源网站",
    "来源于",
    "来自",
    "转自",
    "转载于",
    "转载自",
    "发布机构",
    "发布单位",
    "发文单位",
    "信息来源单位",
    "供稿单位",
    "供稿",
    "原载",
    "媒体",
    "source",
    "fuente",
    "fonte",
)
AUTHOR_LABELS = (
    "作者",
    "文章作者",
    "撰文",
    "撰稿",
    "撰稿人",
    "执笔",
    "编译",
    "采写",
    "采访",
    "author",
    "autor",
    "autora",
    "written by",
    "words by",
    "reporter",
)
REPORTER_LABELS = ("记者", "本报记者", "特约记者", "通讯员", "实习记者", "实习生", "特派记者")
DATE_LABELS = (
    "发布时间",
    "发布日期",
    "发表时间",
    "发表日期",
    "发表于",
    "发布于",
    "发稿时间",
    "发稿日期",
    "刊发时间",
    "刊发日期",
    "创建时间",
    "录入时间",
    "添加时间",
    "上传时间",
    "加入时间",
    "成文日期",
    "时间",
    "日期",
    "published",
    "published on",
    "publication date",
    "date published",
    "posted",
    "posted on",
    "date",
    "publicado",
    "publicado en",
    "publicado em",
    "publicada",
    "fecha",
    "fecha de publicación",
    "data",
    "data de publicação",
)
UPDATE_LABELS = (
    "更新时间",
    "更新",
    "更新日期",
    "最后更新",
    "最近更新",
    "修改时间",
    "updated",
    "last updated",
    "updated on",
    "modified",
    "actualizado",
    "atualizado",
    "atualizado em",
)
EDITOR_LABELS = (
    "责任编辑",
    "责编",
    "编辑",
    "本文编辑",
    "本期编辑",
    "值班编辑",
    "值班主任",
    "值班领导",
    "值班总监",
    "出品人",
    "出品",
    "网络编辑",
    "网站编辑",
    "文字编辑",
    "图文编辑",
    "新媒体编辑",
    "编发",
    "编校",
    "执行编辑",
    "主编",
    "副主编",
    "总编",
    "编审",
    "审核",
    "审核人",
    "审校",
    "审稿",
    "审阅",
    "审签",
    "初审",
    "复审",
    "终审",
    "一审",
    "二审",
    "三审",
    "校对",
    "责任校对",
    "监制",
    "总监制",
    "统筹",
    "策划",
    "制作",
    "美编",
    "排版",
    "设计",
    "录入",
    "录入员",
    "录入者",
    "发布人",
    "发布者",
    "发布人员",
    "上传者",
    "上传人",
    "编辑人员",
    "信息员",
    "签发",
    "签发人",
    "editor",
    "edited by",
    "editing by",
    "web editor",
)
COUNT_LABELS = (
    "点击量",
    "点击数",
    "点击次数",
    "点击率",
    "点击",
    "浏览量",
    "浏览数",
    "浏览次数",
    "浏览",
    "阅读量",
    "阅读数",
    "阅读次数",
    "阅读",
    "访问量",
    "访问数",
    "访问次数",
    "访问",
    "人气",
    "次数",
    "评论数",
    "评论",
    "跟帖",
    "点赞数",
    "转发数",
    "收藏数",
    "views",
    "hits",
    "page views",
    "visitas",
    "visualizações",
    "comments",
    "shares",
)
META_LABELS = (
    "栏目",
    "所属栏目",
    "所属分类",
    "分类",
    "频道",
    "标签",
    "热词",
    "关键词",
    "关键字",
    "tag",
    "tags",
    "topics",
    "keywords",
    "filed under",
    "categories",
    "category",
    "索引号",
    "信息索引号",
    "主题分类",
    "信息分类",
    "文号",
    "发文字号",
    "浏览字号",
    "字号",
    "字体",
    "字体大小",
    "文字大小",
    "视力保护色",
    "原文链接",
    "原标题",
    "原题",
    "etiquetas",
    "archivado en",
    "tagged",
    "tagged with",
)
CONTACT_LABELS = ("电话", "地址", "联系人", "联系电话", "联系地址", "手机", "邮箱", "电子邮箱")
SITE_LABELS = (
    "服务热线",
    "客服热线",
    "客服电话",
    "咨询热线",
    "投诉热线",
    "举报电话",
    "举报邮箱",
    "举报热线",
    "监督电话",
    "监督热线",
    "新闻热线",
    "报料热线",
    "爆料热线",
    "爆料电话",
    "读者热线",
    "广告热线",
    "广告电话",
    "全国热线",
    "免费热线",
    "24小时热线",
    "值班电话",
    "编辑部电话",
    "投稿邮箱",
    "投稿信箱",
    "投稿热线",
    "站长邮箱",
    "客服邮箱",
    "客服QQ",
    "在线QQ",
    "QQ群",
    "微信公众号",
    "官方微信",
    "官方微博",
    "微信号",
    "公众号",
    "技术支持",
    "主办单位",
    "主办",
    "承办",
    "承办单位",
    "协办",
    "协办单位",
    "网站标识码",
    "备案号",
    "备案序号",
    "网站备案",
    "许可证号",
    "版权所有",
    "建议使用",
    "主管",
    "主管单位",
    "邮编",
    "邮政编码",
    "传真",
    "总机",
    "网址",
    "hotline",
    "fax",
    "phone",
    "tel",
)
