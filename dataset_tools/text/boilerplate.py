"""Lines that belong to the page rather than to the article, told apart by their form.

Two strengths. *Strict* forms (a bread-crumb trail, a copyright notice, an editor in brackets) are
boilerplate wherever they stand. *Loose* forms (a telephone number, "来源：…") can be part of an
article too, so they count only at the edges: above the title, right under it, or in the block of
other boilerplate at the end. Everything else is the article's: a line that is not known to be
boilerplate stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from dataset_tools.text import boilerplate_terms as terms
from dataset_tools.text.boilerplate_terms import both_scripts

LONGEST = 120
"""A line of more characters is a paragraph, unless it opens like a legal notice."""

_SEPARATOR = r"[\s|｜丨∣¦·•・∙●○■□◆◇★☆▲△▼▽►▶▸◀→←↑↓»«›‹>＞<＜/／\\、，,。.:：;；!！_—–\-~～+*#=()（）\[\]【】〔〕「」『』<>《》“”\"'×✕✖…]"
_SENTENCE = 40
"""A line of more characters that ends like a sentence is a paragraph, or a legal notice."""
_SENTENCE_END = frozenset("。！？!?；;…”」』.")


def _phrases(text: str) -> list[str]:
    return [phrase for phrase in re.split(r"[|\n]", text) if phrase.strip()]


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(both_scripts(pattern), re.IGNORECASE)


_NUMBER = _compile(
    rf"(?>第\s*\d+\s*[页条]|共\s*\d+\s*[页条]|\d+(?:[.,]\d+)?[万千k]?(?:[条页次人个篇]|px|pt)?|{_SEPARATOR})+"
)


def _by_first_character() -> dict[str, tuple[tuple[str, bool], ...]]:
    """First character -> the (phrase, is a menu item) that begin with it, longest first."""
    table: dict[str, set[tuple[str, bool]]] = {}
    for text, menu in ((terms.SECTIONS, False), (terms.MENU, True)):
        for phrase in _phrases(text.lower()):
            table.setdefault(phrase[0], set()).add((phrase, menu))
    return {
        first: tuple(sorted(phrases, key=lambda p: (-len(p[0]), p[0], not p[1])))
        for first, phrases in table.items()
    }


_MENU = _by_first_character()
_MENU_FIRST = frozenset("".join(_MENU) + "".join(_MENU).upper()) | {
    terms.TRADITIONAL[first] for first in _MENU if first in terms.TRADITIONAL
}

_LABELS = {
    "source": terms.SOURCE_LABELS,
    "author": terms.AUTHOR_LABELS,
    "reporter": terms.REPORTER_LABELS,
    "published": terms.DATE_LABELS,
    "updated": terms.UPDATE_LABELS,
    "editor": terms.EDITOR_LABELS,
    "count": terms.COUNT_LABELS,
    "meta": terms.META_LABELS,
    "hotline": terms.SITE_LABELS,
}
_COLON = re.compile(r"[:：]\s*")
_AROUND = " \t\u3000|｜丨/／,，;；、[]【】()（）"
_KIND_OF = {label.lower(): kind for kind, labels in _LABELS.items() for label in labels}
_LONGEST_LABEL = max(map(len, _KIND_OF))
# A label's value is a name, a date, a number: never a sentence.
_VALUE_LONGEST = 40

_TRAIL_START = _compile(
    r"[\s\[【(（>]*(?:您?(?:现在|目前|当前)?(?:的|所在的?)?(?:位置|所在位置|当前位置)|当前栏目|所在位置|现在位置|您在这里|你在这里"
    r"|you are here|estás en|está en|você está em|você está aqui)\s*(?:是|为)?\s*[:：>＞»]"
)
_TRAIL = _compile(
    r"\s*(?:网站|本站|返回)?(?:首\s*页|主\s*页|home|inicio|início|portada)\s*(?:[>＞»›→/\\|\-—]{1,3}|&gt;|::)\s*\S.{0,80}$"
)
_TRAIL_END = _compile(r".{2,60}[>＞»›→]\s*(?:正文|详情|浏览文章|文章正文|内容|浏览|阅读正文)\s*$")
_PAGER = _compile(
    r"[\s\[【(（<«‹·•]*(?:[上下前后]\s*一?\s*[篇条页则版张]|(?:previous|next|older|newer)\s*(?:article|post|story|page|entry)?)"
    r"(?:文章|新闻|信息|内容)?\s*(?:[:：>»]|[】\])）]|\s-\s).{0,100}$"
)
_PAGES = _compile(r"\s*(?:第?\s*\d+\s*页?\s*/\s*共?\s*\d+\s*页|共\s*\d+\s*页.{0,30}|page \d+ of \d+|página \d+ de \d+)\s*$")
_RIGHTS = _compile(
    r"(?:copyright\b|©|\(c\)\s*\d{4}|版权所有\s*(?:[:：©(（]|\S{0,30}$)|[©®]\s*\d{4}|著作权所有)"
)
_RIGHTS_ANY = _compile(
    r"ICP\s*[备证]|公网安备|网安备\s*\d|网站标识码|all rights? reserved|todos los derechos reservados|todos os direitos reservados"
    r"|©.{0,60}(?:reserved|版权|20\d\d|19\d\d)|copyright\s*(?:©|\(c\)|20\d\d|19\d\d)|网络?视听许可证|增值电信业务经营许可证|互联网新闻信息服务许可证"
    r"|最佳(?:浏览|分辨率|效果).{0,30}(?:分辨率|浏览器|IE)|建议使用.{0,30}(?:分辨率|浏览器)|powered by\b|produced by\s*\S{1,20}$|版权(?:所有|归).{0,20}(?:未经|不得|禁止|转载|翻版|侵权必究)"
)
_NOTICE = _compile(
    r"[\s※*【\[(（■◆●▲]*(?:"
    r"(?:特别|郑重|重要|免责|版权|转载|本网|本站|网站|法律|侵权)?(?:声明|说明|提示|免责条款|风险提示)\s*[】\])）]?\s*[:：].{0,400}(?:本文|本网|本站|本平台|本刊|本报|本公司|平台|网站|作者|转载|版权|观点|立场|侵权|投资|参考|自媒体|用户上传|仅供|网友|原创)"
    r"|(?:免责|版权|转载|侵权)声明\s*[:：]?"
    r"|凡(?:本[网站报刊台]|注明|标注|来源|转载|署名).{0,60}(?:注明|标注|来源|作品|转载|稿件|版权)"
    r"|(?:本文|以上|上述|文章|本篇|该文|文中|此文)(?:内容|文章|观点|信息|图文|图片|资料|稿件|所有)*(?:仅|只|不|均|并不|纯属|为|由|系|来自|来源|转自|转载|版权|摘自|选自|整理自).{0,60}"
    r"(?:代表|立场|观点|投资建议|参考|转载|版权|授权|所有|上传|发布|原创|作者本人|互联网|网络|侵权|删除|客户端|APP|公众号)"
    r"|(?:更多|更)(?:原创|精彩|新闻|资讯|内容|详情|相关).{0,20}(?:请|尽在|欢迎|下载|关注|点击|进入|登录|扫)"
    r"|(?:未经|未获|未得到).{0,20}(?:授权|许可|允许|同意|书面).{0,20}(?:不得|禁止|严禁|谢绝|请勿|一律)"
    r"|(?:如需|欢迎|谢绝|禁止|严禁|如有|若需|若要)?转载(?:本文)?(?:请|务请|须|需|必须|时请).{0,20}(?:注明|保留|标明|联系|获得|取得)"
    r"|(?:本文|本稿|本报道)?(?:为|系|属).{0,20}(?:原创|独家).{0,30}(?:转载|授权|违者|版权)"
    r"|(?:如有|若有|如果有|如涉及|如).{0,12}(?:侵权|侵犯|版权|异议|不妥).{0,30}(?:联系|删除|告知|通知)"
    r"|网友(?:评论|发言|跟帖).{0,20}(?:仅|不代表|并不)"
    r"|(?:欢迎|敬请|请)?(?:长按|扫描|扫一扫|扫|识别|微信扫).{0,20}(?:二维码|关注|下载|分享|加入|公众号|小程序|阅读|进群)"
    r"|(?:欢迎|敬请|赶快|快来|请)?关注.{0,20}(?:公众号|官方微信|官方微博|微信号|视频号|客户端|抖音号|头条号|百家号)"
    r"|(?:点击|戳|轻触|长按)(?:下方|上方|文末|左下角|右上角|屏幕|标题|蓝字|下面|此处|这里|上面|图片)?.{0,12}(?:关注|阅读原文|进入|查看|下载|蓝字|订阅|分享|在看|链接)"
    r"|(?:下载|打开|安装|登录|登陆|进入).{0,12}(?:客户端|APP|应用|小程序).{0,20}$"
    r"|(?:您|你)?的?浏览器(?:版本)?(?:不支持|暂时无法|暂不支持|过低|禁用|设置)|请(?:开启|启用|打开|安装|升级|使用).{0,12}(?:javascript|浏览器|flash)"
    r"|(?:请先|请|您需要|需要|您还没有|还没有|您尚未|尚未|马上|立即)?(?:登录|登陆|注册)(?:后|之后|账号|账户|即可|才能|以后|您|会员).{0,20}(?:评论|发表|发言|查看|回复|参与|继续|收藏|下载|关注|享)?"
    r"|(?:已有|共有|目前有|共|有)\s*\d*\s*(?:条|人|位|名|次).{0,4}(?:评论|参与|跟帖|点赞|阅读|浏览|网友|访问|分享|喜欢|赞|回复|推荐).{0,12}$"
    r"|(?:本页|该页|此|本)?(?:页面|文章|文|页|内容|信息|新闻)?(?:已|共)?被?(?:浏览|阅读|访问|点击)(?:了|过|数)?\s*[:：]?\s*\d*\s*次"
    r")"
)
_WESTERN = _compile(
    r"\s*[\[(]?(?:"
    r"(?:share|tweet|follow|like|find|join|email|send|print|save|pin)\s(?:this|us|on|via|with|it|to|by)\b.{0,50}$"
    r"|(?:click|tap)\s(?:here|to|the|on)\b.{0,60}$|sign up (?:for|to|now|here)\b.{0,110}$|subscribe (?:to|now|for|today|here)\b.{0,110}$"
    r"|(?:get|receive) (?:our|the|daily|breaking|more|all|unlimited)\b.{0,80}(?:inbox|newsletter|email|app|alerts|access|delivered).{0,40}$"
    r"|(?:read|see|watch|learn|find out|more on|view|show|load)\s?(?:more|also|next|full story|the full story|all)\b\s*(?:[:：»>…].{0,110}|(?:stories|articles|news|comments|posts|from|about|on|at)?.{0,30})$"
    r"|(?:related|recommended|popular|trending|latest|also read|don't miss|you (?:may|might) (?:also )?like)\b(?:\s?(?:articles?|stories|story|posts?|news|content|topics|coverage|links|reading|videos|tags))?\s*[:：].{0,110}$"
    r"|(?:leave|post|add|write) an? (?:comment|reply|review)\b.{0,40}$|\d+\s(?:comments?|shares?|views?|likes?|replies|reactions|min(?:ute)?s? read|min de lectura)\b.{0,30}$|comments? (?:are closed|\(\d+\)|off)\b.{0,30}$"
    r"|(?:terms|by (?:signing up|clicking|subscribing|using|continuing|submitting)|this site (?:is protected|uses)|we use cookies|this website uses|please (?:enable|log ?in|sign ?in|subscribe|register|read our)|you must be (?:logged|signed)|already (?:a |have ))\b.{0,110}$"
    r"|(?:text|font)\s?size\b.{0,30}$|(?:reporting|editing|writing|additional reporting|compiled|translated) by\b.{2,120}$|our standards\s*:.{0,80}$|(?:tags?|filed under|topics|categories|posted in|in this article|more about)\s*[:：].{0,110}$"
    r"|(?:image|video|media) (?:caption|copyright|playback)\b.{0,60}$|(?:this (?:article|story|post|content)) (?:was|is|has been|originally|first|may|also)\b.{0,60}(?:published|appeared|syndicated|reproduced|copyright|updated)\b.{0,60}$"
    r"|(?:support|donate to|become a member|contribute)\b.{0,60}(?:journalism|newsroom|today|member|reporting)\b.{0,40}$|(?:no part of|material may not|may not be) .{0,60}(?:reproduced|published|broadcast|redistributed)\b.{0,80}$"
    r"|(?:compart[ei]r?|comparta|compartilhe|compartilhar|síguenos|siga(?:-nos)?|suscríb[ea]te|suscribirse|assine|inscreva-se|receba|recibe|cadastre-se|imprimir|enviar)\b.{0,60}$"
    r"|(?:le[ae]|lee|leer|veja|ver|mira|te puede|también te puede|conozca|saiba|clique|haz clic|haga clic|pulse)\s(?:también|também|mais|más|aqui|aquí|interesar)\b.{0,110}$"
    r")"
)
_RIGHTS_HINT = re.compile(r"[©®版备備安识識許许辨览覽]|\(c\)|[A-Za-z]{3}", re.IGNORECASE)
_EDITOR = _compile(
    r"[\s\[【(（〔<「]*(?:(?:本文|本期|值班|网络|网站|文字|图文|新媒体|执行|视频|后期)?(?:责任编辑|责编|编辑|责任编缉|主编|总编|编审|审核|校对|责任校对|监制|审校|审签|签发|初审|复审|终审|[一二三]审|[一二三]校|实习编辑|见习编辑|美编|录入|信息员|发布人|发布者))"
    r"(?:\s*[丨|｜/／、]\s*|\s*[:：]\s*|\s+).{1,40}$"
)
_EDITOR_LATIN = re.compile(r"\s*[\[(]\s*(?:web |duty )?editors?\s*[:：]?\s*.{2,60}[\])]\s*$", re.I)
_PHONE = re.compile(
    r"[\s(（\[]*(?:(?:tel|fax|phone|qq|电话|電話|传真|傳真|手机|手機|热线|熱線)\s*[:：.]?\s*)?"
    r"\+?(?:\(?\d{2,5}\)?[\s\-—–.]?){1,4}\d{3,8}(?:\s*(?:[/、,，;；转轉x]|ext\.?)\s*[\d\-\s()]{1,20})*[)）\]\s]*$",
    re.I,
)
_CONTACT = re.compile(
    r"\s*(?:(?:e-?mail|邮箱|郵箱|网址|網址|website|url)\s*[:：]?\s*)?(?:[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+|(?:https?://|www\.)\S+)\s*$",
    re.I,
)
_SITE_ONLY = _compile(
    r"[\s【\[(（]*(?:(?:24小时|全国|免费|统一|官方|客户|在线|售前|售后|全天候?|本报|本网|本站|本台)*(?:服务|客服|咨询|投诉|举报|监督|报料|爆料|新闻|读者|订报|订阅|广告|招商|加盟|订购|预约|维权|求助|报修|值班|发行|投稿|联系|合作|服务咨询|免费咨询|技术支持)"
    r"(?:热线|电话|专线|邮箱|信箱|平台|邮件|QQ|微信)(?:电话)?|热线电话|热线|客服|在线咨询|在线客服|官方微信|官方微博|微信公众号|公众号|工作时间|服务时间|营业时间|联系地址)"
    r"[\s】\])）]*(?:$|[:：]?\s*(?=[\d+(（\-—\s:：])[\d\s+()（）\-—–/、,，;；:：转至到周一五六日]{3,60}$|[:：]\s*\S{1,40}$)"
)
_HEADER = _compile(
    r"[\s【\[(（>＞»■◆●▲★·•|#]*(?:(?:相关|延伸|推荐|更多|热门|热点|最新|精彩|精选|猜你|为您|为你|大家|今日|本周|本月|24小时|48小时|一周|编辑|网友|全部|用户|评论)"
    r"(?:·|•|・)?(?:阅读|新闻|文章|链接|报道|资讯|推荐|内容|专题|稿件|信息|推送|喜欢|都在看|排行榜?|评论|跟帖|热点|热文|图片|视频|精选|搜索|话题|关键词|产品|主题|栏目|公告|动态|更新|热搜|热榜|发布)"
    r"|related (?:articles?|stories|posts?|news|content|topics|links|coverage)|more (?:stories|news|from|on|like|in|articles|coverage)(?: .{0,30})?|most (?:read|popular|viewed|commented)|(?:you )?(?:may|might) also (?:like|be interested in)|recommended(?: .{0,20})?|trending(?: now)?|top stories|latest (?:news|stories)|don't miss|popular (?:stories|posts|now)"
    r"|noticias relacionadas|artículos relacionados|te puede interesar|lo más (?:leído|visto)|más noticias|notícias relacionadas|matérias relacionadas|leia (?:também|mais)|veja (?:também|mais)|mais lidas|関連記事|人気記事|관련기사|관련 기사)"
    r"[\s】\])）:：>＞»]*(?:更多)?[>＞»+\s]*$"
)
_RESIDUE = re.compile(r"[?？\ufffd\u00a0\ufeff]+$")
_AD = _compile(r"[\s【\[(（—\-_=]*(?:广告|推广|advertisement|advertising|sponsored(?: content)?|publicidad|publicidade|광고|広告|PR)[\s】\])）—\-_=]*$")
_RULER = re.compile(r"(?:[-—_=*＊~～─━·.…#+]\s*){3,}$")
_DATE_ONLY = re.compile(
    r"\s*[\[(（]?\s*(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*(?:星期|周|週)?[一二三四五六日天]?\s*\d{1,2}\s*[:：时時]\s*\d{1,2}(?:\s*[:：分]\s*\d{0,2}秒?)?)?\s*[\])）]?\s*$"
)


_TO_SIMPLE = str.maketrans({t: s for s, t in terms.TRADITIONAL.items()})


def _plain(line: str) -> str:
    """``line`` in lower case and with the traditional characters of our terms simplified."""
    return line.lower() if line.isascii() else line.lower().translate(_TO_SIMPLE)


def _menu(line: str) -> bool:
    """Whether a line (see :func:`_plain`) consists of interface phrases and separators only."""
    at, menus, sections = 0, 0, 0
    while at < len(line):
        if found := _NUMBER.match(line, at):
            at = found.end()
            continue
        for phrase, is_menu in _MENU.get(line[at], ()):
            end = at + len(phrase)
            if line.startswith(phrase, at) and not (
                line[end - 1 : end + 1].isascii() and line[end - 1 : end + 1].isalpha()
                and end < len(line)
            ):
                menus, sections = menus + is_menu, sections + (not is_menu)
                at = end
                break
        else:
            return False
    return menus > 0 or sections > 2


def _label_before(line: str, start: int, colon: int) -> tuple[str, int]:
    """(label, its start) of the longest known label that ends at ``colon``; ("", -1) if none."""
    end = colon
    while end > start and line[end - 1] in " \t\u3000)）]】":
        end -= 1
    for begin in range(max(start, end - _LONGEST_LABEL), end - 1):
        if line[begin:end] in _KIND_OF and not (
            begin > start and line[begin - 1 : begin + 1].isascii()
            and line[begin - 1 : begin + 1].isalpha()
        ):
            return line[begin:end], begin
    return "", -1


def labels_of(line: str) -> list[tuple[str, str, int, int]]:
    """The facts of a byline: (kind, value, start, end), or nothing where it is not one.

    Kinds: source, author, reporter, published, updated, editor, count, meta, hotline. A value is
    never a sentence; ``start`` and ``end`` are its code points in ``line``.

    >>> labels_of("来源：山城日报 作者：田雨")
    [('source', '山城日报', 3, 7), ('author', '田雨', 11, 13)]
    """
    if "：" not in line and ":" not in line:
        return []
    plain = _plain(line)
    if len(plain) != len(line):  # a few capitals grow in lower case (İ)
        plain = line
    found: list[tuple[str, int, int]] = []
    at = 0
    for colon in _COLON.finditer(plain):
        label, begin = _label_before(plain, at, colon.start())
        if label:
            found.append((label, begin, colon.end()))
            at = colon.end()
        elif not found and not _DATE_ONLY.match(line[: colon.start() + 3]):
            return []
    return _values(line, found)


def _values(line: str, found: list[tuple[str, int, int]]) -> list[tuple[str, str, int, int]]:
    if not found:
        return []
    head = line[: found[0][1]].strip(" \t\u3000|｜丨[【(（*●")
    if head and not _DATE_ONLY.match(head):
        return []
    out = []
    for (label, _, start), after in zip(found, [*found[1:], None], strict=True):
        value = line[start : after[1] if after else len(line)]
        stripped = value.strip(_AROUND)
        if len(stripped) > _VALUE_LONGEST or "。" in stripped:
            return []
        begin = start + value.find(stripped) if stripped else start
        out.append((_KIND_OF[label], stripped, begin, begin + len(stripped)))
    return out


def strict_label(line: str) -> str:
    """What kind of boilerplate a line is wherever it stands; ``""`` where it may be the article's.

    >>> strict_label("首页 > 要闻 > 正文"), strict_label("首页改版的三个理由")
    ('navigation', '')
    """
    if _RESIDUE.match(line):
        return "residue"
    if len(line) > LONGEST or (len(line) > _SENTENCE and line[-1] in _SENTENCE_END):
        return "notice" if line[-1] not in "”」" and _NOTICE.match(line) else ""
    if _TRAIL_START.match(line) or _TRAIL.match(line) or _TRAIL_END.match(line):
        return "navigation"
    if _AD.match(line):
        return "ad"
    if (line[0] in _MENU_FIRST or _NUMBER.match(line)) and _menu(_plain(line)):
        return "navigation"
    if _PAGER.match(line) or _PAGES.match(line):
        return "pager"
    if _RIGHTS_HINT.search(line) and (_RIGHTS.match(line) or _RIGHTS_ANY.search(line)):
        return "copyright"
    return _strict_words(line)


def _strict_words(line: str) -> str:
    if line[-1] not in "。”" and (_EDITOR.match(line) or _EDITOR_LATIN.match(line)):
        return "editor"
    if _NOTICE.match(line):
        return "notice"
    if _SITE_ONLY.match(line):
        return "hotline"
    if line[0] < "\u2000" and _WESTERN.match(line):
        return "notice"
    kinds = {kind for kind, *_ in labels_of(line)}
    if len(kinds) > 1 and kinds & {"count", "editor", "published", "updated"}:
        return "byline"
    if kinds and kinds <= {"count", "editor"}:
        return "count" if "count" in kinds else "editor"
    return ""


def loose_label(line: str) -> str:
    """What kind of boilerplate a line is at the edge of a page; ``""`` where it is none."""
    if len(line) > LONGEST or (len(line) > _SENTENCE and line[-1] in _SENTENCE_END):
        return ""
    if _PHONE.match(line) or _CONTACT.match(line):
        return "hotline"
    kinds = {kind for kind, *_ in labels_of(line)}
    if kinds:
        return "hotline" if kinds == {"hotline"} else "byline"
    if _DATE_ONLY.match(line):
        return "byline"
    if _RULER.match(line):
        return "ruler"
    if _HEADER.match(line):
        return "related"
    return ""


def boilerplate_lines(lines: Sequence[str]) -> dict[int, str]:
    """Line index -> kind, for the lines of a page that are not the article's.

    Kinds: navigation, pager, copyright, notice, editor, hotline, byline, count, ad, related,
    ruler, residue. Blank lines are never named. ``lines`` are a page in order, with or without
    its title; white space around them does not matter.

    >>> boilerplate_lines(["服务热线", "山城举办植树活动", "志愿者种下了树。", "?"])
    {0: 'hotline', 3: 'residue'}
    """
    found: dict[int, str] = {}
    stripped = [line.strip() for line in lines]
    for index, line in enumerate(stripped):
        if line and (label := strict_label(line)):
            found[index] = label
    _head(stripped, found)
    _tail(stripped, found)
    return dict(sorted(found.items()))


def _head(lines: list[str], found: dict[int, str]) -> None:
    """Loose forms above the title, and among the few short lines right under it."""
    content = 0
    for index, line in enumerate(lines):
        if not line or index in found:
            continue
        if label := loose_label(line):
            if label != "related":
                found[index] = label
            continue
        content += 1
        if content > 3 or len(line) > LONGEST // 2 or (content > 1 and line[-1] in _SENTENCE_END):
            return


def _tail(lines: list[str], found: dict[int, str]) -> None:
    """The block of boilerplate that ends a page, with the list of stories under its heading."""
    last = len(lines)
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        if not line or index in found:
            continue
        if len(line) > LONGEST // 2 or line[-1] in _SENTENCE_END:
            break
        if _HEADER.match(line):
            found.setdefault(index, "related")
            for story in range(index + 1, last):
                if lines[story]:
                    found.setdefault(story, "related")
            last = index
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        if not line or index in found:
            continue
        label = loose_label(line)
        if not label:
            return
        found[index] = label


def site_lines(pages: Iterable[Sequence[str]], least_pages: int = 5, share: float = 0.3) -> set[str]:
    """Short lines that a site prints on many of its pages: boilerplate by frequency.

    ``pages`` are the lines of pages of one site. A line counts once a page; it is the site's when
    it stands on at least ``least_pages`` pages and on ``share`` of them. What it depends on is
    the whole site, so nothing calls it on single records: it is for reports and for policies.

    >>> sorted(site_lines([["山城在线欢迎您", f"第{n}条消息。"] for n in range(9)]))
    ['山城在线欢迎您']
    """
    counts: Counter[str] = Counter()
    total = 0
    for page in pages:
        total += 1
        counts.update({line.strip() for line in page if 0 < len(line.strip()) <= LONGEST})
    return {line for line, n in counts.items() if n >= max(least_pages, share * total)}
