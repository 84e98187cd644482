"""Top-level domains by which an address without ``https://`` is recognised.

X makes a link of ``example.com`` but not of ``example.then``: it goes by the last
label. Of the root zone (https://data.iana.org/TLD/tlds-alpha-by-domain.txt) we keep
every country, also those written in their own script, and the generic domains that
people write in posts. A generic one missing here only matters where it is written
without ``https://``: its letters are then counted one by one.

This is the only copy: the browser receives it with the rule.
"""

COUNTRIES = (
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az "
    "ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz "
    "ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz "
    "de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr "  # codespell:ignore fo
    "ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy "
    "hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp "
    "ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly "
    "ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz "
    "na nc ne nf ng ni nl no np nr nu nz om "
    "pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw "
    "sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz "
    "tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz "
    "va vc ve vg vi vn vu wf ws ye yt za zm zw"
)

COUNTRIES_IN_THEIR_SCRIPT = (
    "рф рус укр бел бг мкд мон срб қаз ею ευ ελ հայ გე 한국 中国 中國 台湾 台灣 "
    "香港 澳門 新加坡 ไทย ລາວ இந்தியா இலங்கை சிங்கப்பூர் ලංකා భారత్ ભારત ਭਾਰਤ "
    "ভারত বাংলা भारत الجزائر البحرين السعودية المغرب الاردن امارات ایران "
    "پاکستان بھارت تونس سودان سورية عراق عمان فلسطين قطر مصر مليسيا موريتانيا"
)

GENERIC = (
    "com org net edu gov mil int info biz name pro aero coop museum jobs mobi travel "
    "tel cat asia post "
    "academy accountants africa agency alsace amsterdam app art audio auto baby bank "
    "bar barcelona berlin bet bike bio blog boston boutique brussels build builders "
    "business buzz bzh cafe camp capital care careers cars cash center charity chat "
    "church city clinic cloud club codes coffee college community company computer "
    "construction consulting contractors cool corsica country credit cymru dance data "
    "deals dental design dev digital direct directory doctor dog domains earth eco "
    "education email energy engineer engineering enterprises equipment estate eus "
    "events exchange expert express family fans farm fashion film finance financial "
    "fish fit fitness florist football foundation frl fun fund furniture fyi gal "
    "gallery game games garden gent gift gifts global gmbh gold golf google graphics "
    "green group guide guru hamburg health healthcare help hiphop holdings holiday "
    "homes hospital host hosting house how icu immo immobilien inc industries ink "
    "institute insurance insure international investments irish istanbul kitchen "
    "koeln land lat law lawyer legal lgbt life lighting limited limo link live llc "
    "loans lol london love ltd ltda madrid maison management market marketing markets "
    "mba media melbourne men miami moda moe money moscow movie nagoya network new "
    "news ngo ninja now nyc observer one ong onl online organic osaka paris partners "
    "parts party pet photo photography photos pics pictures pizza place plumbing plus "
    "press productions promo properties property pub quebec realestate recipes reise "
    "reisen rent rentals repair report rest restaurant review reviews rip rocks ruhr "
    "run saarland sale salon sarl school science scot security services shop shopping "
    "show singles site ski soccer social software solar solutions space sport store "
    "stream studio study style sucks supplies supply support surf swiss sydney "
    "systems tax taxi team tech technology tennis theater tickets tienda tips tirol "
    "today tokyo tools top tours town toys trade training tube university vacations "
    "vegas ventures versicherung vet video villas vin vip vision vlaanderen vodka "
    "vote voyage wales watch webcam website wedding whoswho wien wiki win wine work "
    "works world wtf xyz yoga yokohama youtube zone zuerich"
)

TOP_LEVEL_DOMAINS = f"{COUNTRIES} {COUNTRIES_IN_THEIR_SCRIPT} {GENERIC}"
