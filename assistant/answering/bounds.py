"""Tell what is no question to the documents: courtesy, idle talk, requests to write, private matters and attacks.

General patterns of Vietnamese, with and without marks, and of English. They are looked for in unmarked lower-case text.
"""

from __future__ import annotations

import re
from typing import Literal

from assistant.language.vietnamese import fold, nfc

SmallTalk = Literal["greeting", "thanks", "about_assistant"]
OutOfBounds = Literal["injection", "secrets", "personal_data", "writing", "off_topic"]


def small_talk(question: str) -> SmallTalk | None:
    """What kind of small talk `question` is, None when it asks for something in the documents."""
    folded = _plain(question)
    if _GREETING.match(folded):
        return "greeting"
    if _THANKS.match(folded):
        return "thanks"
    return "about_assistant" if _ABOUT.match(folded) else None


def out_of_bounds(question: str) -> OutOfBounds | None:
    """Why `question` must not be answered from anything: instructions, secrets of the server, private data of people,
    requests to write something new, and what no document of an agency is about.

    What regulations say about keys, salaries or identity papers may be asked.
    """
    folded = _plain(question)
    if _INJECTION.search(folded) and not _ABOUT_CHANGES.search(folded):
        return "injection"
    if _SECRETS.search(folded) and not _ABOUT_RULES.search(folded):
        return "secrets"
    if _PRIVATE.search(folded) and not _ABOUT_RULES.search(folded):
        return "personal_data"
    if _OFF_TOPIC.search(folded):
        return "off_topic"
    return "writing" if _WRITING.search(folded) else None


def _plain(question: str) -> str:
    return " ".join(fold(nfc(question)).split())


# ---------------------------------------------------------------- courtesy

_WHOM = r"(?:ban|anh|chi|em|bot|tro ly|ad|admin|moi nguoi|cac ban|he thong|buoi sang|buoi chieu|buoi toi|sep|co|chu)"
_GREETING = re.compile(
    rf"^\W*(?:(?:xin |kinh )?chao(?: {_WHOM}| nhe| a)*|hello|hi|hey|he ?lo|alo+|good (?:morning|afternoon|evening))"
    rf"(?: (?:there|bot|assistant|{_WHOM}|nhe|a))*\W*$"
)
_PRAISE = (
    r"(?:ok(?:e|ie|ay)?|da|vang|u|um|tot(?: qua| lam)?|hay(?: qua| lam)?|great|good|nice|perfect|tuyet(?: voi)?|"
    r"duoc roi|hieu roi|ro roi|i see|got it|chinh xac|dung roi)"
)
_THANKS = re.compile(
    rf"^\W*(?:{_PRAISE}\W+)*(?:(?:xin |minh |toi |em |chan thanh )*(?:cam on|cam ta)|thanks?|thank you|tks|thx)"
    r"(?: (?:ban|anh|chi|em|nhieu|rat nhieu|nhe|nha|a|ad|bot|tro ly|you|very much|so much|a lot|for your help|da giup|"
    r"minh|\w+ nhieu))*(?:\W+(?:bye|tam biet))?\W*$"
    rf"|^\W*{_PRAISE}(?:\W+{_PRAISE})*(?: (?:nhe|a|ban|em))*\W*$"
    r"|^\W*(?:tam biet|bye|goodbye|hen gap lai)(?: \w+){0,2}\W*$"
)
_YOU = (
    r"(?:ban|may|bot|tro ly(?: ao| nay)?|he thong nay|cong cu(?: nay)?|chatbot|phan mem nay|ung dung nay|em|"
    r"you|the assistant|this (?:assistant|bot|tool|system))"
)
_ABOUT = re.compile(
    rf"^\W*(?:(?:xin )?(?:chao|hello|hi)\W+(?:ban\W+)?)?(?:{_YOU} (?:la ai|la gi|ten (?:la )?gi|"
    r"(?:co the )?(?:lam|giup|ho tro|tra loi)(?: \w+)?(?: toi| minh| em)? (?:duoc )?(?:gi|nhung gi|nhung viec gi|"
    r"viec gi)|"
    r"hoat dong (?:the nao|ra sao|nhu the nao)|biet (?:lam )?(?:gi|nhung gi)|do ai (?:tao|lam|phat trien|xay dung)|"
    r"co phai (?:la )?(?:nguoi|ai|robot|may|chatgpt)|la (?:chatgpt|gpt|gemini|claude|ai|robot|nguoi|may)(?!\w)|"
    r"(?:dung|chay|su dung) (?:mo hinh|cong nghe)|tra loi dua (?:tren|vao)|(?:co|biet) nhung van ban (?:nao|gi)|"
    r"lay (?:thong tin|du lieu) (?:o dau|tu dau))|"
    rf"he thong nay (?:la gi|lam gi|dung lam gi)|(?:cach|huong dan)(?: \w+)? (?:su dung|dung) {_YOU}|"
    rf"ai (?:tao|lam|phat trien) (?:ra )?{_YOU}|"
    r"(?:who|what)(?: model| kind of \w+)? are you|which model are you|what can you (?:do|help)|how do you work|"
    r"what(?:['’]?s| is) your name|what documents do you (?:have|know)|where do your answers come from|"
    r"are you (?:an? )?(?:ai|bot|robot|human|person|chatbot|chatgpt)|who (?:made|created|built) you)"
)

# ---------------------------------------------------------------- attacks

_INSTRUCTIONS = (
    r"(?:chi dan|huong dan|lenh|cau lenh|quy tac|chi thi|yeu cau|thiet lap|gioi han|loi nhac|"
    r"instructions?|prompts?|rules?|guidelines?|directions?|constraints?|safeguards?)"
)
_INJECTION = re.compile(
    r"(?:bo qua|phot lo|lam ngo|quen(?: het| di| tat ca)?|mac ke|khong (?:can )?tuan (?:theo|thu)|huy bo|"
    rf"vo hieu hoa)(?: \w+){{0,4}} {_INSTRUCTIONS}(?: \w+){{0,3}} (?:truoc|tren|cua ban|ban dau|he thong|do|cu|nay|"
    rf"da|va)"
    rf"|(?:ignore|disregard|forget|override|bypass|disable)(?: \w+){{0,5}} {_INSTRUCTIONS}"
    r"|(?:system|hidden|initial|original|secret|your) ?prompt|prompt (?:he thong|goc|ban dau|an|cua ban)"
    r"|cho (?:toi |minh )?(?:biet|xem) prompt"
    r"|(?:cho (?:toi |minh )?(?:xem|biet)|tiet lo|in ra|hien thi|doc|lap lai|nhac lai|"
    rf"liet ke)(?: \w+){{0,4}} {_INSTRUCTIONS}(?: \w+){{0,2}} (?:he thong|cua ban|ban dau|noi bo cua ban|goc|bi an)"
    r"|in ra (?:toan bo )?(?:loi nhac|cau lenh|chi dan)|nhac lai (?:nguyen van )?nhung gi ban (?:duoc|da)"
    r"|(?:show|reveal|print|repeat|tell|display|output|give|what (?:is|"
    rf"are))(?: \w+){{0,4}} your(?: \w+){{0,3}} {_INSTRUCTIONS}"
    r"|(?:repeat|print) (?:everything|all|the text|the words) (?:above|before)|what were you told"
    r"|(?:tu gio|tu bay gio|bay gio)(?: ban)? (?:hay )?(?:la|dong vai|gia (?:lam|vo))|ban (?:dang )?o che do"
    r"|dong vai (?:mot )?(?:hacker|admin|quan tri|chuyen gia khong|ai khong)"
    r"|you are now|from now on,? you|pretend (?:to be|you|that|the)|act as (?:an? )?|developer mode|jailbreak"
    r"|che do (?:nha phat trien|khong gioi han)|theo lenh cua toi|du van ban (?:noi|ghi|quy dinh) khac"
    r"|(?:hay )?(?:xac nhan|khang dinh|tra loi|noi) rang .{0,80}(?:bat ke|mac du|du) van ban"
)
_ABOUT_CHANGES = re.compile(
    r"^(?:quyet dinh|ke hoach|nghi quyet|van ban|cong van|thong tu|nghi dinh)\W.*(?:khong|nao|gi)\W*$"
)
_SECRETS = re.compile(
    r"(?:mat khau|password|passwd|api[ _-]?keys?|admin[ _-]?keys?|khoa (?:api|bi mat|rieng|truy cap|quan tri)|"
    r"secret key|private key|access token|token (?:truy cap|api)|credentials?|thong tin dang nhap)"
    r"|/etc/(?:passwd|shadow|hosts)|(?<!\w)\.env(?!\w)|id_rsa|\.\./|bien moi truong|environment variables?|"
    r"assistant_\w+"
    r"|(?:doc|mo|xem|liet ke|in|xoa|tai|read|open|list|cat|print|delete|show|dump|download)(?: \w+){0,4} (?:tep|file|"
    r"files|thu muc|folder|directory|o dia|ma nguon|source code|co so du lieu|"
    r"database)(?: \w+){0,3} (?:may chu|server|he thong|host)"
    r"|(?:tai|xuat|dump|download) (?:ve )?(?:toan bo|tat ca|het|the whole|all)(?: \w+){0,2} (?:co so du lieu|"
    r"database|kho)"
    r"|(?:xoa|delete|remove) (?:het|tat ca|toan bo|all|every)(?: \w+){0,2} (?:tai lieu|van ban|du lieu|documents?|"
    r"files?|data)"
    r"|(?:drop|truncate) table|rm -rf|select \* from|(?:chay|thuc thi|execute|run) (?:lenh|command|the command|ls|"
    r"cat)(?!\w)"
    r"|cau hinh (?:may chu|server)|dia chi ip (?:cua )?(?:may chu|server)"
)

# ---------------------------------------------------------------- private matters

_PERSON = (
    r"(?:ong|ba|anh|chi|dong chi|d/c|giam doc|pho giam doc|chu tich|pho chu tich|bi thu|truong phong|"
    r"chanh van phong|can bo|cong chuc|nhan vien|nguoi (?:ky|dan|nop)|lanh dao|bo truong|thu truong|"
    r"ke toan|chuyen vien|"
    r"mr|mrs|ms|director|chairman|chairwoman|chairperson|official|minister|signer|officer|secretary|head|"
    r"employee|his|her|their)"
)
_OFFICE = r"(?:ong|ba|anh|chi|dong chi|d/c|(?:pho )?giam doc|(?:pho )?chu tich|bi thu|bo truong|thu truong|mr|mrs|ms)"
"""Of one person; what officials of a class earn or own is a matter of rules."""
_PRIVATE = re.compile(
    r"(?:(?:so )?(?:dien thoai|dt|sdt)(?: (?:ca nhan|rieng|nha rieng|di dong|rieng tu))|so di dong|"
    r"email ca nhan|zalo|facebook|tai khoan ngan hang|so tai khoan)(?: (?:cua|ong|ba|anh|"
    rf"chi))*(?: \w+){{0,2}} {_PERSON}(?!\w)"
    r"|(?<!\w)(?:sdt|so dt|so dien thoai|dien thoai|email|so di dong)(?: lien he)?(?: cua)? (?:ong|ba|anh|chi|dong chi|"
    r"giam doc|pho giam doc|chu tich|pho chu tich|bi thu|bo truong|nguoi ky)(?!\w)"
    r"|(?:nha rieng|dia chi (?:nha|nha rieng|cu tru|thuong tru)|cho o|noi o|nha o dau|o nha so|que quan|"
    r"so (?:cccd|cmnd|can cuoc|chung minh)|can cuoc cong dan|ngay sinh|benh an|ho so benh|"
    r"tinh trang hon nhan|vo con|vo chong|con cai)(?: (?:rieng|cua|"
    rf"hien tai))*(?: \w+){{0,1}} {_PERSON}(?!\w)"
    r"|(?<!\w)(?:(?<!so )(?<!chat )(?<!nang )(?<!khoi )(?<!xep )(?<!tinh )(?<!bac )(?<!tra )luong|tai san)"
    rf"(?: (?:rieng|cua|hien tai|hang thang))* {_OFFICE}(?!\w)"
    rf"|(?<!\w)(?<!hoac )(?:vo|chong|con trai|con gai|bo me|nguoi yeu) cua {_PERSON}(?!\w)"
    rf"|(?<!\w)nha {_PERSON}(?: \w+){{0,4}} (?:o dau|so may|duong nao)"
    rf"|(?<!\w){_PERSON} (?:\w+ ){{0,5}}(?:(?:dang song|sinh song|song|cu tru) (?:tai |o )?(?:dau|duong nao|"
    r"nha nao|so nha)|(?:\w+ )?o (?:nha nao|so nha may)|nha (?:o dau|rieng)|que (?:o )?(?:dau|nao|quan)|"
    r"sinh (?:nam|ngay) (?:nao|may|bao nhieu)|co (?:vo|chong|may con|may vo)|luong bao nhieu|bao nhieu tuoi)"
    r"|(?:so|dt|sdt|dien thoai|dia chi|email) (?:\w+ ){0,2}(?:ca nhan|rieng tu|nha rieng)(?: cua)?"
    r"|home address|private (?:phone|number|address|email|life)|personal (?:phone|mobile|cell|number|"
    r"address|email|bank)|(?:phone|mobile|cell)(?: number)? of (?:mr|mrs|ms|the director|the chair\w*|the head|"
    r"\w+ \w+ \w+)"
    r"|['’]s? (?:mobile|cell|private|personal|home|phone number|salary|age|birthday|wife|husband)(?!\w)"
    r"|where does \w+(?: \w+){0,4} live|date of birth of|(?:id|identity|passport|bank account) number of|"
    r"how old is|salary of (?:mr|mrs|ms|the director|the chair\w*)|how much does (?:the )?(?:\w+ ){1,3}earn|"
    r"when was (?:the )?(?:\w+ ){1,3}born"
)
_ABOUT_RULES = re.compile(
    r"(?:quy dinh|muc luong|he so luong|bang luong|tien luong|ke khai|nguoi dan (?:can|phai|nop)|"
    r"ho so (?:gom|can)|doi tuong|chuyen doi|chu ky so|gom may|toi thieu|bao nhieu ky tu|dich vu cong|"
    r"truc tiep don vi|duong day nong|tiep nhan phan anh|(?:duoc|phai|can) (?:giao|dat|doi|bao)|regulation|required)"
)

# ---------------------------------------------------------------- requests to write, and idle talk

_PAPER = (
    r"(?:cong van|to trinh|quyet dinh|ke hoach|bao cao|thong bao|giay moi|bien ban|van ban|bai phat bieu|bai viet|"
    r"email|"
    r"(?:buc |la )?thu (?:moi|xin loi|cam on|ngo|chuc mung)|"
    r"don|ban kiem diem|de cuong|de an|hop dong|noi dung|bai)"
)
_HELP = r"(?:(?:giup|ho|dum|gium|cho|thay) (?:toi|em|minh|chung toi|anh|chi)|giup|ho(?= (?:cai|mot|bai|ban))|dum|gium)"
_WRITING = re.compile(
    rf"^(?:(?:ban|hay|em|nho|vui long|co the|giup toi|giup|toi muon|toi can|lam on) )*(?:soan thao|soan|thao|viet|"
    rf"du thao|lap|"
    rf"lam|tao)(?: lai)? (?:{_HELP} )?(?:(?:mot|1|cai|ban|mau|du thao) )*{_PAPER}(?!\w)(?! (?:nao|gi|thuoc|co|la|"
    rf"phai|duoc|"
    r"do|bao nhieu|trong bao|o dau|khi)(?!\w))(?!.*(?:khi nao|bao gio|do ai|co quan nao|so nao|the nao|nao|bao lau|"
    r"may)\W*$)"
    rf"|(?<!\w)(?:soan thao|soan|thao|viet|du thao) {_HELP} (?!mau)|(?:soan|viet|lam|thao)(?: \w+){{1,8}} {_HELP}\W*$"
    r"|^(?:(?:please|can you|could you|help me|i need you to) )*(?:write|draft|compose|prepare|create|generate)"
    r" (?:me |for me |us )?(?:an? |the |some )?(?:\w+ ){0,3}(?:letter|report|speech|plan|decision|email|submission|"
    r"notice|"
    r"memo|essay|article|invitation|document)(?!\w)"
)
_OFF_TOPIC = re.compile(
    r"(?:thoi tiet|troi|nhiet do)(?: \w+){0,2} (?:hom nay|ngay mai|hien tai|bay gio|co mua)|hom nay (?:troi|thoi tiet)"
    r"|^\W*thoi tiet(?: \w+){0,4} (?:the nao|ra sao)"
    r"|(?:ke|noi)(?: \w+){0,4} chuyen (?:cuoi|vui|ma|tieu lam)|ke chuyen|chuyen cuoi"
    r"|(?:viet|lam|doc|sang tac|ngam)(?: \w+){0,4} (?:bai tho|bai hat|cau doi|truyen ngan)(?!\w)"
    r"|^(?:(?:ban|hay|em) )*(?:viet|lam|sang tac|ngam) (?:giup |cho |tang )?(?:toi |em |minh )?tho(?! ca| van)(?!\w)"
    r"|(?:hat|nhay)(?: \w+){0,2} (?:bai|di)\W*$"
    r"|(?:gia vang|gia do la|ty gia(?: do la| usd)?|gia xang|gia bitcoin|chung khoan)(?: \w+){0,3} (?:hom nay|"
    r"hien nay|bay gio)"
    r"|world cup|bong da|vo dich|doi tuyen .{0,30}(?:da voi|toi nay)|xo so|boi toan|tu vi|cung hoang dao"
    r"|^\W*[\d\s+*x/:,.()-]{3,}(?:bang|=|la)? ?(?:may|bao nhieu|\?)*\W*$"
    r"|(?:^ban |(?<!ban )(?<!bien )(?<!phien )(?<!giao ))(?<!\w)(?:dich|translate)(?: \w+){0,5} (?:sang|ra|into|to) "
    r"(?:tieng|english|vietnamese|french)"
    r"|(?:may gio roi|bay gio la may gio|hom nay (?:la )?(?:thu|ngay) may|what time is it|what day is (?:it|today))"
    r"|(?:cong thuc|cach) nau|nau (?:pho|com|an)|giai(?: \w+){0,3} (?:bai toan|phuong trinh)"
    r"|(?:viet|lap trinh|write|generate)(?: \w+){0,3} (?:code|python|javascript|ma lenh|chuong trinh may tinh)(?!\w)"
    r"|ban co (?:yeu|thich|nho|buon|vui|ghet) |ban (?:bao nhieu tuoi|co nguoi yeu)"
    r"|(?:tell|write|sing|compose|give)(?: \w+){0,5} (?:jokes?|poems?|songs?|stor(?:y|ies)|haikus?|recipes?)(?!\w)"
    r"|(?:weather|temperature)(?: \w+){0,4} (?:today|tomorrow|now|like)|gold price|exchange rate today|stock price"
)
