"""The forms of boilerplate lines, as patterns: general grammar of web pages, no site's own."""

from __future__ import annotations

import re

from dataset_tools.text.boilerplate_terms import both_scripts
from dataset_tools.text.late import Late


def compile_both(pattern: str) -> Late:
    """``pattern`` for simplified and traditional characters, ignoring case."""
    return Late(lambda: both_scripts(pattern), re.IGNORECASE)


SEPARATOR = (
    r"[\s|｜丨∣¦·•・∙●○■□◆◇★☆▲△▼▽►▶▸◀→←↑↓»«›‹>＞<＜/／\\、，,。.:：;；!_—–\-~～+*#=()（）\[\]"
    r"【】〔〕「」『』<>《》“”\"'×✕✖…]"
)
FILLER = compile_both(
    rf"(?>第\s*\d+\s*[页条]|共\s*\d+\s*[页条]|\d+(?:[.,]\d+)?\s?[万千wk+]?\s?(?:[条页次人个篇]|"
    rf"px|pt)?|{SEPARATOR})+"
)

_TRAIL = (
    r"[您你]?(?:(?:现在|目前|当前|所在)+的?(?:所在的?)?位置|的?位置|当前栏目|您在这里|你在这里"
    r"|you are here|estás en|está en|você está em|você está aqui)\s*(?:是|为)?\s*[:：>＞»]"
    r"|(?:网站|本站|返回)?(?:首\s*页|主\s*页|home|inicio|início|portada)\s*"
    r"(?:[>＞»›→/\\|\-—]{1,3}|&gt;|::)\s*\S.{0,80}$"
)
_AD = (
    r"(?:广告|推广|advertisement|advertising|sponsored(?: content)?|publicidad|publicidade|"
    r"광고|広告|PR)"
    r"[\s】\])）—\-_=]*$"
)
_PAGER = (
    r"(?:[上下前后]\s*一?\s*[篇条页则版张]|(?:previous|next|older|newer)\s*(?:article|post|"
    r"story|page|entry)?)"
    r"(?:文章|新闻|信息|内容)?\s*(?:[:：>»]|[】\])）]|\s-\s).{0,100}$|"
    r"[上下前后]一[篇条页则]\s+\S.{0,60}$"
    r"|(?:第?\s*\d+\s*页?\s*/\s*共?\s*\d+\s*页|共\s*\d+\s*页.{0,30}|page \d+ of \d+|página \d+ "
    r"de \d+)\s*$"
)
_EDITOR_WORD = (
    r"(?:本文|本期|值班|网络|网站|文字|图文|新媒体|执行|视频|后期|实习|见习)*"
    r"(?:责任编[辑缉]|责编|编辑|主编|总编|编审|审核|责任校对|校对|监制|审校|审签|签发|"
    r"[初复终]审|(?:[一二三][审校])+|值班(?:主任|领导|总监|编委)|出品人?|美编|录入|信息员|"
    r"发布[人者])"
)
_EDITOR = (
    rf"{_EDITOR_WORD}(?:\s*[丨|｜/／、:：]\s*[^。]{{1,40}}$"
    r"|\s+\S{2,4}(?:\s+\S{2,4}){0,3}[\s】\])）]*$)"
)
_HOTLINE = (
    r"(?:(?:24小时|全国|免费|统一|官方|客户|在线|售前|售后|全天候?|本报|本网|本站|本台)*"
    r"(?:服务|客服|咨询|投诉|举报|监督|报料|爆料|新闻|读者|订报|订阅|广告|招商|加盟|订购|预约|"
    r"维权|求助|报修|值班|发行|投稿|合作|服务咨询|免费咨询|技术支持)"
    r"(?:热线|电话|专线|邮箱|信箱|邮件|QQ|微信)(?:电话)?|热线电话|客服|在线咨询|在线客服|"
    r"官方微信|官方微博|微信公众号|公众号|工作时间|服务时间|营业时间)"
    r"[\s】\])）]*(?:$|"
    r"[:：]?\s*(?=[\d+(（\-—\s:：])[\d\s+()（）\-—–/、,，;；:：转至到周一五六日]{3,60}$|"
    r"[:：]\s*\S{1,40}$)"
)
_PROMPT = (
    r"(?:一键)?分享[到至给][^，,。]{0,16}$|(?:登录|注册)并?(?:发[帖贴]|发表|评论|"
    r"跟[帖贴])[^，,。]{0,8}$"
    r"|(?:欢迎|敬请|请)?(?:使?用?微信|用手机)?(?:长按|扫描|扫一扫|扫|识别).{0,20}(?:二维码|"
    r"关注|下载|分享|加入|公众号|小程序|阅读|进群|打开|浏览|当前页).{0,30}$"
    r"|(?:欢迎|敬请|赶快|快来|请)?关注.{0,20}(?:公众号|官方微信|官方微博|微信号|视频号|客户端|"
    r"抖音号|头条号|百家号).{0,20}$"
    r"|(?:点击|戳|轻触|长按)(?:下方|上方|文末|左下角|右上角|屏幕|标题|蓝字|下面|此处|这里|上面|"
    r"图片)?.{0,12}(?:关注|阅读原文|进入|查看|下载|蓝字|订阅|分享|在看|链接|收听|播放|观看|"
    r"放大|展开|报名)[^，,。]{0,16}$"
    r"|(?:喜欢|觉得|如果)[^。]{0,12}点[^。]{0,8}(?:在看|赞|这里|关注|分享|好看)[^。]{0,8}$"
    r"|关注[^。]{1,20}[，,]?(?:获取|了解|看|查看|掌握)[^。]{0,12}$"
    r"|欢迎(?:拨打|致电|来电|订阅|投稿|关注|加入|扫码|转发|分享|点击|下载|留言)[^。]{0,40}$"
    r"|我(?:要|来|有话)(?:分享|说|评论|纠错|报错|投稿|投诉|举报|留言|收藏|打印|咨询|建议|"
    r"提问)[^。]{0,6}$"
    r"|(?:文明上网|理性发言|网友|发言|评论|跟帖|发表评论)[^。]{0,20}遵守[^。]{0,24}$|"
    r"您?还?可以?再?输入\s*\d+\s*[个字]"
    r"|(?:投资|市场|股市|理财|基金)有风险"
    r"|(?:下载|打开|安装|登录|登陆|进入)[^，,。]{0,14}(?:客户端|APP|应用|小程序|首页)[^。]{0,16}$"
    r"|(?:您|你)?的?浏览器(?:版本)?(?:不支持|暂时无法|暂不支持|过低|禁用|设置)"
    r"|请(?:开启|启用|打开|安装|升级|使用).{0,12}(?:javascript|浏览器|flash)"
    r"|(?:请先|请|您需要|需要|您还没有|还没有|您尚未|尚未|马上|立即)?(?:登录|登陆|注册)(?:后|"
    r"之后|账号|账户|即可|才能|以后|您|会员)?[^。]{0,12}(?:评论|发表|发言|回复|"
    r"收藏)[^。]{0,12}$"
    r"|(?:已有|共有|目前有|共|有)?\s*\d+\s*(?:条|人|次)\s*(?:评论|跟帖|点赞|阅读|浏览|参与评论|"
    r"参与讨论|喜欢|回复)[^，,。]{0,8}$"
    r"|(?:本页|该页|此|本)?(?:页面|文章|文|页|内容|信息|新闻)?(?:已|共)?被?(?:浏览|阅读|访问|"
    r"点击)(?:了|过|数)?\s*[:：]?\s*\d*\s*次[^，,。]{0,4}$"
    r"|(?:点击|浏览|阅读|访问|围观|播放|人气)(?:量|数|次数|"
    r"率)?\s*[:：]?\s*[\d.,]+\s*[万千wk]?\s*[次人+]?$"
    r"|请先?(?:登录|登陆|注册)[^，,。]{0,8}$|欢迎(?:光临|访问)[^。]{0,40}$|"
    r"返回\S{2,6}[，,]\s*查看更多$"
    r"|今天是\s*\d{4}\s*年\s*\d+\s*月\s*\d+\s*日[^，,。]{0,12}$"
    r"|(?:更多|更)(?:原创|精彩|新闻|资讯|内容|详情|相关)[^。]{0,20}(?:请|尽在|欢迎|下载|关注|"
    r"点击|进入|登录|扫)[^。]{0,40}$"
)
_LEGAL = (
    r"(?:特别|郑重|重要|免责|版权|转载|本网|本站|网站|法律|侵权)?声明\s*[】\])）]?\s*[:：]"
    r".{0,400}(?:本文|本网|本站|本平台|本刊|本报|本公司|平台|网站|作者|转载|版权|观点|立场|"
    r"侵权|投资|自媒体|用户上传|仅供|网友|原创)"
    r"|(?:本[站网号报刊])[^。]{0,8}(?:均|都|全部)?(?:为|系|属)[^。]{0,8}原创|版权(?:归|"
    r"属于)[^。]{0,12}所有"
    r"|(?:免责|版权|转载|侵权)声明\s*(?:[:：】]|$)|风险提示\s*[:：].{0,200}(?:投资|参考|谨慎)"
    r"|凡(?:本[网站报刊台]|注明|标注|来源|转载|署名).{0,60}(?:注明|标注|来源|作品|转载|稿件|版权)"
    r"|(?:本文|以上|上述|文章|本篇|该文|文中|此文)(?:内容|文章|观点|信息|图文|图片|资料|稿件|所有)*"
    r"(?:仅|只|不|均|并不|纯属|为|由|系|来自|来源|转自|转载|版权|摘自|选自|整理自)[^。]{0,60}"
    r"(?:代表|立场|投资建议|仅供参考|转载|版权|授权|上传|作者本人|互联网|网络转|侵权|删除|"
    r"客户端|公众号|原创)"
    r"|(?:未经|未获|未得到).{0,20}(?:授权|许可|允许|同意|书面).{0,20}(?:转载|使用|复制|摘编|"
    r"镜像|转贴|传播|链接)"
    r"|(?:如需|欢迎|谢绝|禁止|严禁|如有|若需|若要)?转载(?:本文)?(?:请|务请|须|需|必须|"
    r"时请).{0,20}(?:注明|保留|标明|联系|获得|取得)"
    r"|(?:如有|若有|如果有|如涉及|如).{0,12}(?:侵权|侵犯|版权|异议|不妥).{0,30}(?:联系|删除|"
    r"告知|通知)"
    r"|(?:本文|本稿|本报道)?(?:为|系|属)[^。]{0,20}(?:原创|独家)[^。]{0,30}(?:转载|授权|违者|版权)"
    r"|(?:notice|disclaimer)\s*:.{0,400}(?:platform|website|authors?|copyright|views|opinions?|"
    r"liab|responsib|uploaded)"
    r"|(?:部分|文中|文章|本文)?(?:图片|图文|配图|素材|视频)(?:及\S{2})?(?:均|皆|部分)?(?:来自|"
    r"来源于|源自|源于|转自|取自)(?:于)?(?:网络|互联网)"
    r"|网友(?:评论|发言|跟帖).{0,20}(?:仅|不代表|并不)"
)
_LEAD = r"[←→\s\[【\[(（〔<《「«‹·•>※*■◆●▲—\-_=~～#|]*+"
STRICT = compile_both(
    rf"{_LEAD}(?:(?P<navigation>{_TRAIL})|(?P<ad>{_AD})|(?P<pager>{_PAGER})|(?P<editor>{_EDITOR})"
    rf"|(?P<hotline>{_HOTLINE})|(?P<prompt>{_PROMPT})|(?P<notice>{_LEGAL}))"
)
"""Lines that are boilerplate wherever they stand; the name of the group is their kind."""

LEGAL = compile_both(rf"{_LEAD}(?:{_LEGAL})")
BAR = re.compile(r"[|｜丨∣]")
HINT = re.compile(r"[>＞»›→|｜丨∣©®版备備安识識许許辨览覽A-Za-z]")
"""A character that a trail's end, a bar or a copyright notice cannot do without."""
TRAIL_END = compile_both(
    r".{2,60}[>＞»›→]\s*(?:正文|详情|浏览文章|文章正文|内容|浏览|阅读正文)\s*$"
)
RIGHTS = compile_both(
    r"\s*(?:copyright\b|©|\(c\)\s*\d{4}|版权所有(?:\s*[:：©(（,，]|\s+\S|$)|[©®]\s*\d{4}|"
    r"著作权所有)"
    r"|.*?(?:ICP\s*[备证]|公网安备|网安备\s*\d|网站标识码"
    r"|all rights? reserved|(?:todos los )?derechos reservados|(?:todos os )?direitos reservados"
    r"|©.{0,60}(?:reserved|版权|20\d\d|19\d\d)|copyright\s*(?:©|\(c\)|20\d\d|19\d\d)"
    r"|网络?视听许可证|增值电信业务经营许可证|互联网新闻信息服务许可证"
    r"|最佳(?:浏览|分辨率|效果).{0,30}(?:分辨率|浏览器|IE)|建议使用.{0,30}(?:分辨率|浏览器)"
    r"|powered by\b|produced by\s*\S{1,20}$|版权(?:所有|归).{0,20}(?:未经|不得|禁止|转载|翻版|"
    r"侵权必究))"
)
EDITOR_LATIN = re.compile(r"\s*[\[(]\s*(?:web |duty )?editors?\s*[:：]?\s*.{2,60}[\])]\s*$", re.I)
WESTERN = compile_both(
    r"\s*[\[(]?(?:"
    r"(?:share|tweet|follow|like|find|join|email|send|print|save|pin)\s(?:this|us|on|via|with|"
    r"it|to|by)\b.{0,50}$"
    r"|(?:click|tap)\s(?:here|to|the|on)\b.{0,60}$|sign up (?:for|to|now|here)\b.{0,110}$|"
    r"subscribe (?:to|now|for|today|here)\b.{0,110}$"
    r"|(?:get|receive) (?:our|the|daily|breaking|more|all|unlimited)\b.{0,80}(?:inbox|"
    r"newsletter|email|app|alerts|access|delivered).{0,40}$"
    r"|(?:read|see|watch|learn|find out|more on|view|show|load)\s?(?:more|also|next|full story|"
    r"the full story|all)\b\s*(?:[:：»>…].{0,110}|(?:stories|articles|news|comments|posts|from|"
    r"about|on|at)?.{0,30})$"
    r"|follow @\w+.{0,30}$|also read\b.{0,80}$|(?:join|sign up to) (?:our|the) .{0,30}(?:list|"
    r"newsletter|community|channel|group)\b.{0,30}$"
    r"|(?:log ?in|sign ?in|register) to\b.{0,50}$|(?:return|back|go) to (?:the )?(?:home|top|"
    r"main|front|news|list)\w*.{0,20}$"
    r"|(?:related|recommended|popular|trending|latest|also read|don't miss|you (?:may|might) "
    r"(?:also )?like)\b(?:\s?(?:articles?|stories|story|posts?|news|content|topics|coverage|"
    r"links|reading|videos|tags))?\s*[:：].{0,110}$"
    r"|(?:last )?(?:updated|published|posted|modified|publicado|publicada|actualizado|"
    r"atualizado)\b[^.]{0,30}\d{4}.{0,30}$"
    r"|(?:download|get|open|install) (?:our|the) .{0,24}\bapp\b.{0,30}$"
    r"|(?:this|no) (?:material|content|article|part).{0,40}(?:may not be|may be) (?:published|"
    r"reproduced|copied|broadcast|distributed).{0,80}$"
    r"|(?:leave|post|add|write) an? (?:comment|reply|review)\b.{0,40}$|\d+\s(?:comments?|"
    r"shares?|views?|likes?|replies|reactions|min(?:ute)?s? read|min de lectura)\b.{0,30}$|"
    r"comments? (?:are closed|\(\d+\)|off)\b.{0,30}$"
    r"|(?:terms (?:of (?:use|service)|and conditions|apply)|by (?:signing up|clicking|"
    r"subscribing|using|continuing|submitting)|this site (?:is protected|uses)|we use cookies|"
    r"this website uses|please (?:enable|log ?in|sign ?in|subscribe|register|read our)|you "
    r"must be (?:logged|signed)|already (?:a |have ))\b.{0,110}$"
    r"|(?:text|font)\s?size\b.{0,30}$|(?:reporting|editing|edited|writing|additional reporting|"
    r"compiled|translated) by\b.{2,120}$|our standards\s*:.{0,80}$|(?:tags?|filed under|topics|"
    r"categories|posted in|in this article|more about)\s*[:：].{0,110}$"
    r"|(?:image|video|media) (?:caption|copyright|playback)\b.{0,60}$|(?:this (?:article|story|"
    r"post|content)) (?:was|is|has been|originally|first|may|also)\b.{0,60}(?:published|"
    r"appeared|syndicated|reproduced|copyright|updated)\b.{0,60}$"
    r"|(?:support|donate to|become a member|contribute)\b.{0,60}(?:journalism|newsroom|today|"
    r"member|reporting)\b.{0,40}$|(?:no part of|material may not|may not be) "
    r".{0,60}(?:reproduced|published|broadcast|redistributed)\b.{0,80}$"
    r"|(?:compart[ei]r?|comparta|compartilhe|compartilhar|síguenos|siga(?:-nos)?|suscríb[ea]te|"
    r"suscribirse|assine|inscreva-se|receba|recibe|cadastre-se|imprimir|enviar)(?:$|\s(?:en|no|"
    r"na|via|por|a|nuestr\w|noss\w|est[ae]|noticia|notícia|artículo|matéria|agora|ahora|ya|já|"
    r"newsletter|boletín|gratis)\b.{0,60}$)"
    r"|(?:le[ae]|lee|leer|veja|ver|mira|te puede|también te puede|conozca|saiba|clique|haz "
    r"clic|haga clic|pulse)\s(?:también|também|mais|más|aqui|aquí|interesar)\b.{0,110}$"
    r")"
)
PHONE = re.compile(
    r"[\s(（\[]*(?:(?:tel|fax|phone|qq|电话|電話|传真|傳真|手机|手機|热线|熱線)\s*[:：.]?\s*)?"
    r"\+?(?:\(?\d{2,5}\)?[\s\-—–.]?){1,4}\d{3,8}(?:\s*(?:[/、,，;；转轉x]|"
    r"ext\.?)\s*[\d\-\s()]{1,20})*[)）\]\s]*$",
    re.I,
)
CAPTION = re.compile(
    r".{0,8}(?:电话|電話|热线|熱線|专线|專線|号码|號碼|传真|傳真|手机|手機|客服|"
    r"hotline|phone|tel|fax)[:：]?",
    re.I,
)
"""What stands over a telephone number that has a line of its own."""
AGENDA = re.compile(
    r"(?:会议|會議)?(?:地点|地點|主持|主席|出席|参加|參加|参会|參會|列席|议题|議題)"
)
"""How minutes go on after the line that says when the meeting was."""
CONTACT = re.compile(
    r"\s*(?:(?:e-?mail|邮箱|郵箱|网址|網址|website|"
    r"url)\s*[:：]?\s*)?(?:[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+|(?:https?://|www\.)\S+)\s*$",
    re.I,
)
HEADER = compile_both(
    r"[\s【\[(（>＞»■◆●▲★·•|#]*(?:(?:相关|延伸|推荐|更多|热门|热点|最新|精彩|精选|猜你|为您|"
    r"为你|大家|今日|本周|本月|24小时|48小时|一周|编辑|网友|全部|用户|评论)"
    r"\s?[·•・]?\s?(?:阅读|新闻|文章|链接|报道|资讯|推荐|内容|专题|稿件|信息|文档|文件|资料|"
    r"下载|附件|报导|推送|喜欢|都在看|排行榜?|评论|跟帖|热点|热文|图片|视频|精选|搜索|话题|"
    r"关键词|产品|主题|栏目|公告|动态|更新|热搜|热榜|发布)"
    r"|related (?:articles?|stories|posts?|news|content|topics|links|coverage)|more (?:stories|"
    r"news|from|on|like|in|articles|coverage)(?: .{0,30})?|most (?:read|popular|viewed|"
    r"commented|shared)(?: (?:stories|articles|news|posts))?|(?:you )?(?:may|might) also "
    r"(?:like|be interested in)|recommended(?: .{0,20})?|trending(?: now)?|top stories|latest "
    r"(?:news|stories)|don't miss|popular (?:stories|posts|now)"
    r"|noticias relacionadas|artículos relacionados|te puede interesar|lo más (?:leído|visto)|"
    r"más noticias|notícias relacionadas|matérias relacionadas|leia (?:também|mais)|veja "
    r"(?:também|mais)|mais lidas|関連記事|人気記事|관련기사|관련 기사)"
    r"[\s】\])）:：>＞»]*(?:更多)?[>＞»+\s]*$"
)
RESIDUE = re.compile(r"[?？\ufffd\u00a0\ufeff]+$")
CREDIT = re.compile(
    r"\s*(?:By|BY|"
    r"Por)\s+[A-ZÀ-Þ][\w'’.\-]*(?:\s+[A-ZÀ-Þ][\w'’.\-]*){1,3}\s*(?:[|•·–—,\-]\s*)(?=.*\d{4}).{4,40}$"
)
_DOES = (
    "文|图|图文|文图|文字|图片|摄|摄影|摄像|视频|制图|海报|剪辑|配音|设计|撰文|采写|策划|编导|"
    "主播|出镜|统筹"
)
# Negated: a range of thousands of characters is slow to compile where case is ignored.
_NAME = r"[^\W\da-z_]{2,4}"
_NAMES = rf"{_NAME}(?:[ 、,，·]+{_NAME}){{0,3}}"
CREDITS = compile_both(
    rf"[\s(（【\[■●◎]*(?:文/图\s+)?(?:(?:(?:{_DOES})\s*(?:[/／]\s*[^\s/／。]{{2,14}}|[丨｜|:：]\s*{_NAMES})"
    rf"|(?:本报|本网|本台|本刊|特约|特派|见习|实习)*(?:记者|通讯员|特约撰稿人)\s*[:：]?\s+{_NAMES}"
    r")[\s,，;；|｜]*)+(?:文|图|摄|文/图|报道|摄影报道)?[\s)）】\]]*$"
    r"|[\s(\[]*(?:contributed|(?:text and )?photo(?:graph)?s?|pictures?|images?|videos?|graphics?"
    r"|words|story|additional reporting|research|translation)\s*(?:credits?\s*)?(?:by\b|[:/])"
    r"\s*[A-Z][^.。]{2,50}$"
    r"|[(（【]?(?:本报|特约|特派|见习|实习)*(?:记者|通讯员).{2,12}[／/丨｜|\s].{0,8}"
    r"(?:报道|报导|电|讯)[)）】]?$|[(（【]?\S{2,14}(?:报社?|台|中心|网|社)记者\s+"
    rf"{_NAMES}[)）】]?$"
)
"""Who did what: "文/田雨 图/林小禾", "记者 田雨", "（記者田雨／山城報導）", "Photo: Jane Doe"."""
TRAIL = re.compile(r"[^\s>＞»›→]{2,16}(?:\s*[>＞»›→]\s*[^\s>＞»›→。]{2,16}){2,5}[\s>＞»›→]*$")
"""A bread-crumb trail that does not begin with the home page."""
_TIME = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_DAY = r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*(?:星期[一二三四五六日天])?"
DATED = compile_both(
    rf"[^。！？!?,，]{{0,16}}?{_DAY}\s*{_TIME}(?![^。！？!?]{{41}})[^。！？!?]{{0,40}}$"
    rf"|[\s\[(（]*{_DAY}\s+[^。！？!?\s]{{2,16}}(?:报|网|社|台|报道|报导|综合)(?:\s[^。！？!?]{{1,20}})?$"
    r"|(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?[a-z]{3,9}\.? \d{1,2}, 20\d\d[ ,\-–|]+"
    r"(?:at )?\d{1,2}[:.]\d\d.{0,16}$|by [A-Z].{2,50}\d{1,2}[:.]\d\d.{0,30}$"
)
"""A date and a time, and who wrote: only right under a title."""
RULER = re.compile(r"(?:[-—_=*＊~～─━·.…#+]\s*){3,}$")
DATE_ONLY = re.compile(
    r"\s*[\[(（]?\s*(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*(?:星期|"
    r"周|"
    r"週)?[一二三四五六日天]?\s*\d{1,2}\s*[:：时時]\s*\d{1,2}(?:\s*[:：分]\s*\d{0,2}秒?)?)?\s*[\])）]?\s*$"
)

# The characters from U+3400 on that a form can open with, derived from the patterns (a test derives
# them again): one look at a line's first character spares nearly every title the patterns.
STRICT_FIRST = frozenset(
    "一三上下严为主举二人今以位你使侵係信值免全公共关内凡出分初前加发可合后咨售喜围图圖在基報声复如安官实审客實審尚属工已市广広当录後微快总您我戳所打执扫技投报招掃推"
    "播敬文新更有服未本校欢歡此求法注浏瀏点為热熱爆版特现理用登發的监監目禁立第签籤系素統網編總终统维编网美聲股舉若营被複視见视觉訪註評該請諮謝讀订访评识该请读谢責责"
    "赶跟轉转轻返还进進還郑部配重錄長长閱關阅需頁預页预风首马點광（～"
)
LEGAL_FIRST = frozenset(
    "上严为以侵係免凡图圖声如属文未本欢歡此法為版特禁系素網网聲若視视該謝该谢轉转郑部配重风（～"
)
HEADER_FIRST = frozenset("一为人今全大延推更最本為热熱猜用相精網編编网評评関관（＞")
