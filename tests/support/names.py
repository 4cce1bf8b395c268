"""The letters of people's names, as registers in Europe keep them: DIN 91379:2022, its normative Latin letters and signs.

A Belgian register's own list is a part of it.
"""

# without the signs for times and divided, and without an n that Unicode itself has given up (U+0149)
_EUROPE = [sign for sign in range(0xC0, 0x17F) if sign not in {0xD7, 0xF7, 0x149}]
_MORE = "ƇƈƏƗƠơƯưƷǍǎǏǐǑǒǓǔǕǖǗǘǙǚǛǜǞǟǢǣǤǥǦǧǨǩǪǫǬǭǮǯǰǴǵǸǹǺǻǼǽǾǿȒȓȘșȚțȞȟȧȨȩȪȫȬȭȮȯȰȱȲȳəɨʒ"
_BEYOND = (
    "ḂḃḆḇḊḋḌḍḎḏḐḑḗḜḝḞḟḠḡḢḣḤḥḦḧḨḩḪḫḯḰḱḲḳḴḵḶḷḺḻṀṁṂṃṄṅṆṇṈṉṒṓṔṕṖṗṘṙṚṛṞṟṠṡṢṣṪṫṬṭṮṯ"
    "ẀẁẂẃẄẅẆẇẌẍẎẏẐẑẒẓẔẕẖẗẞẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"
)
_SIGNS = "',-.`~¨´·ʹʺʾʿˈˌ’"
# what is put on or below a letter that has no sign of its own with it
_MARKS = "".join(map(chr, (0x300, 0x301, 0x302, 0x304, 0x306, 0x307, 0x308, 0x30B, 0x30C, 0x30D, 0x310, 0x315, 0x31B)))
_MARKS += "".join(map(chr, (0x323, 0x325, 0x326, 0x327, 0x328, 0x331, 0x35F)))

LETTERS_OF_NAMES = (
    "".join(map(chr, (*range(0x41, 0x5B), *range(0x61, 0x7B), *_EUROPE))) + _MORE + _BEYOND + _SIGNS + _MARKS
)
