"""Draws the pictures of the demo's articles: ``python draw_pictures.py``.

Flat scenes of 1600 × 900, drawn at twice that size and reduced so that edges are
smooth. Coordinates below are those of the finished picture.
"""

import math
import random
from pathlib import Path

from PIL import Image, ImageDraw


FOLDER = Path(__file__).parent / "pictures"
WIDTH, HEIGHT, SCALE = 1600, 900, 2

INK = "#20302b"
CREAM = "#fbf4e6"
PAPER = "#f0e2c6"
SUN = "#e9b44c"
CLAY = "#b0432b"
RUST = "#8c3522"
ALDER = "#1d4b40"
LEAF = "#39705f"
MINT = "#8fc9b2"
MIST = "#cfe3d8"
SKY = "#a9cbd6"
BLUE = "#355c7d"
NIGHT = "#1b2b45"
PLUM = "#6d4560"
WOOD = "#c98f56"
BARK = "#7a5230"
STONE = "#b9b2a3"
SKINS = ("#f1c7a3", "#c98f66", "#8d5a3b", "#e3ab82")


class Scene:
    """A picture in the making; every shape takes finished-size coordinates."""

    def __init__(self, top, bottom):
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
        self.pen = ImageDraw.Draw(self.image)
        start, end = self.rgb(top), self.rgb(bottom)
        for y in range(HEIGHT * SCALE):
            part = y / (HEIGHT * SCALE)
            colour = tuple(
                round(a + (b - a) * part) for a, b in zip(start, end, strict=True)
            )
            self.pen.line([(0, y), (WIDTH * SCALE, y)], fill=colour)

    @staticmethod
    def rgb(colour):
        return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))

    def shape(self, colour, *points):
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def box(self, colour, x, y, width, height, radius=0):
        corners = [v * SCALE for v in (x, y, x + width, y + height)]
        self.pen.rounded_rectangle(corners, radius * SCALE, fill=colour)

    def disc(self, colour, x, y, radius, tall=None):
        tall = radius if tall is None else tall
        corners = [x - radius, y - tall, x + radius, y + tall]
        self.pen.ellipse([v * SCALE for v in corners], fill=colour)

    def pie(self, colour, x, y, radius, start, end):
        corners = [v * SCALE for v in (x - radius, y - radius, x + radius, y + radius)]
        self.pen.pieslice(corners, start, end, fill=colour)

    def ring(self, colour, x, y, radius, width, start=0, end=360):
        corners = [v * SCALE for v in (x - radius, y - radius, x + radius, y + radius)]
        self.pen.arc(corners, start, end, fill=colour, width=width * SCALE)

    def line(self, colour, width, *points):
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, fill=colour, width=int(width * SCALE), joint="curve")
        for x, y in points:
            self.disc(colour, x, y, width / 2)

    def hill(self, colour, base, height, length, shift=0):
        points = [
            (x, base - height * math.sin((x + shift) / length)) for x in range(0, 1601)
        ]
        self.shape(colour, *points, (WIDTH, HEIGHT), (0, HEIGHT))

    def window(self, x, y, width, height, frame=CREAM, glass=BLUE):
        self.box(frame, x - 7, y - 7, width + 14, height + 14)
        self.box(glass, x, y, width, height)
        self.box(frame, x + width / 2 - 3, y, 6, height)
        self.box(frame, x, y + height / 2 - 3, width, 6)

    def house(self, x, y, width, height, wall, roof, glass=BLUE):
        """A gabled house whose ground line is ``y``."""
        top = y - height
        self.box(wall, x, top, width, height)
        self.shape(
            roof,
            (x - 18, top + 8),
            (x + width / 2, top - width * 0.42),
            (x + width + 18, top + 8),
        )
        self.box(ALDER, x + width * 0.13, y - 118, width * 0.25, 118)
        self.window(x + width * 0.56, y - 110, width * 0.28, 66, glass=glass)
        self.window(x + width * 0.15, top + 38, width * 0.24, 66, glass=glass)
        self.window(x + width * 0.6, top + 38, width * 0.24, 66, glass=glass)

    def tree(self, x, y, size, colour=LEAF, trunk=BARK):
        self.box(trunk, x - size * 0.06, y - size * 0.6, size * 0.12, size * 0.6)
        self.disc(colour, x, y - size * 0.85, size * 0.34, size * 0.5)

    def cloud(self, x, y, size, colour=CREAM):
        self.box(colour, x - size, y - size * 0.2, size * 2, size * 0.4, size * 0.2)
        self.disc(colour, x - size * 0.35, y - size * 0.15, size * 0.38)
        self.disc(colour, x + size * 0.25, y - size * 0.22, size * 0.48)

    def person(self, x, y, size, coat, skin=0, helmet=None, hair=BARK, waving=False):
        """Somebody standing at ``y``, ``size`` tall."""
        s = size
        for side in (-1, 1):
            left = x + side * s * 0.075 - s * 0.06
            self.box(INK, left, y - s * 0.46, s * 0.12, s * 0.46, s * 0.03)
        self.box(coat, x - s * 0.17, y - s * 0.78, s * 0.34, s * 0.4, s * 0.09)
        for side in (-1, 1):
            hand = (x + side * s * 0.205, y - s * 0.45)
            if waving and side == 1:
                hand = (x + s * 0.32, y - s * 0.94)
            self.line(coat, s * 0.085, (x + side * s * 0.15, y - s * 0.71), hand)
            self.disc(SKINS[skin], *hand, s * 0.048)
        self.box(SKINS[skin], x - s * 0.04, y - s * 0.84, s * 0.08, s * 0.1)
        self.head(x, y - s * 0.9, s * 0.1, skin, helmet, hair)

    def head(self, x, y, radius, skin=0, helmet=None, hair=BARK):
        self.disc(SKINS[skin], x, y, radius, radius * 1.1)
        self.pie(helmet or hair, x, y - radius * 0.12, radius * 1.12, 180, 360)
        if helmet:
            self.box(
                helmet, x - radius * 1.3, y - radius * 0.28, radius * 2.6,
                radius * 0.26, radius * 0.1,
            )  # fmt: skip

    def pump(self, x, y, size, casing=CREAM):
        """The outdoor unit of a heat pump, its feet on ``y``."""
        s = size
        self.box(INK, x + s * 0.12, y - s * 0.07, s * 0.12, s * 0.07)
        self.box(INK, x + s * 0.9, y - s * 0.07, s * 0.12, s * 0.07)
        self.box(casing, x, y - s * 0.82, s * 1.14, s * 0.76, s * 0.05)
        self.disc(INK, x + s * 0.42, y - s * 0.44, s * 0.32)
        self.disc("#3a4a45", x + s * 0.42, y - s * 0.44, s * 0.28)
        for turn in range(5):
            angle = turn * 72
            self.pie(STONE, x + s * 0.42, y - s * 0.44, s * 0.26, angle, angle + 38)
        self.disc(INK, x + s * 0.42, y - s * 0.44, s * 0.07)
        for row in range(5):
            self.box(STONE, x + s * 0.84, y - s * (0.7 - row * 0.1), s * 0.2, s * 0.04)

    def save(self, name):
        size = (WIDTH, HEIGHT)
        reduced = self.image.resize(size, Image.Resampling.LANCZOS)
        reduced.save(FOLDER / f"{name}.jpg", quality=84, optimize=True)


def ashcombe_terrace():
    scene = Scene("#f5d9a6", "#f8ead0")
    scene.disc(SUN, 1260, 240, 120)
    scene.hill("#dcc492", 560, 60, 300)
    walls = (CLAY, "#d9a679", MINT, "#c8674a", "#e7c98f")
    for number, wall in enumerate(walls):
        scene.house(40 + number * 310, 720, 290, 330, wall, ALDER, glass=NIGHT)
        scene.box(RUST, 90 + number * 310, 270, 44, 90)
    scene.box("#8e9a86", 0, 720, 1600, 180)
    scene.box("#a9b49f", 0, 720, 1600, 26)
    for number in range(5):
        scene.pump(208 + number * 310, 752, 96)
    scene.person(690, 850, 210, SUN, 1, CLAY)
    scene.person(800, 850, 190, BLUE, 0, None, hair=STONE)
    return scene


def school_in_a_coat():
    scene = Scene("#bfe0e6", "#eef3e2")
    scene.cloud(300, 170, 120)
    scene.cloud(980, 120, 90)
    scene.hill("#a8c99a", 700, 26, 240)
    scene.box(STONE, 180, 400, 1000, 320)
    scene.box("#9b9484", 150, 370, 1060, 40)
    for column in range(8):
        scene.window(215 + column * 122, 450, 78, 90, frame=PAPER, glass="#6d8794")
        scene.window(215 + column * 122, 590, 78, 90, frame=PAPER, glass="#6d8794")
    for column in range(4):
        left = 180 + column * 122
        scene.box(WOOD, left, 405, 118, 315)
        for stripe in range(6):
            scene.box("#b57c46", left + 6 + stripe * 20, 405, 5, 315)
        scene.window(left + 24, 450, 70, 90, glass=BLUE)
        scene.window(left + 24, 590, 70, 90, glass=BLUE)
        scene.box(CLAY, left + 12, 432, 94, 12)
    scene.box(SUN, 1350, 130, 26, 590)
    scene.box(SUN, 640, 130, 860, 24)
    scene.shape(SUN, (1350, 130), (1363, 60), (1376, 130))
    scene.line(INK, 3, (1363, 64), (680, 132))
    scene.line(INK, 3, (1363, 64), (1490, 132))
    scene.box(INK, 1430, 154, 60, 44)
    scene.line(INK, 4, (760, 154), (760, 250))
    scene.line(INK, 4, (760, 250), (705, 300))
    scene.line(INK, 4, (760, 250), (815, 300))
    scene.box(WOOD, 701, 300, 118, 315)
    for stripe in range(6):
        scene.box("#b57c46", 707 + stripe * 20, 300, 5, 315)
    scene.window(725, 345, 70, 90)
    scene.window(725, 485, 70, 90)
    scene.box("#cdbf9e", 0, 720, 1600, 180)
    scene.person(930, 850, 200, CLAY, 0, SUN)
    scene.person(1040, 850, 205, ALDER, 3, CREAM)
    scene.tree(1500, 760, 240)
    scene.tree(90, 770, 260)
    return scene


def eighteen_apprentices():
    scene = Scene("#e7c178", "#f7e6c2")
    scene.disc(CLAY, 800, 470, 420)
    scene.disc("#c25a3e", 800, 470, 330)
    coats = (ALDER, BLUE, CREAM, PLUM, SUN, LEAF)
    helmets = (SUN, CREAM, SUN, MINT, CREAM, SUN)
    rows = ((570, 6, 150, 250), (690, 6, 0, 290), (860, 6, 130, 340))
    for row, (ground, count, shift, size) in enumerate(rows):
        for place in range(count):
            x = 210 + shift * 0.6 + place * 225
            kind = (place + row * 2) % 6
            scene.person(
                x, ground, size, coats[kind], (place + row) % 4, helmets[kind - row]
            )
    return scene


def swap_days():
    scene = Scene("#d9e4dc", "#f3efe2")
    scene.box(PAPER, 0, 0, 800, 900)
    scene.box(CREAM, 110, 110, 560, 380, 6)
    for row in range(1, 8):
        scene.line("#d8c9a8", 2, (110, 110 + row * 48), (670, 110 + row * 48))
    for column in range(1, 12):
        scene.line("#d8c9a8", 2, (110 + column * 47, 110), (110 + column * 47, 490))
    scene.line(BLUE, 7, (180, 410), (180, 230), (340, 230), (340, 340), (580, 340))
    scene.ring(BLUE, 340, 230, 42, 7)
    scene.ring(BLUE, 580, 340, 30, 7)
    scene.line(CLAY, 5, (200, 440), (560, 440))
    scene.person(330, 900, 420, SUN, 2, None, hair=INK)
    scene.box(BARK, 60, 640, 680, 34)
    scene.box("#5f3f25", 140, 674, 510, 110)
    scene.box(BARK, 110, 674, 30, 226)
    scene.box(BARK, 650, 674, 30, 226)
    scene.box(INK, 480, 540, 190, 100, 8)
    scene.box(MINT, 492, 552, 166, 76)
    scene.box("#5f7d73", 800, 0, 800, 900)
    for y, turn, colour in ((150, 1180, CLAY), (260, 1090, BLUE)):
        end = y + 410
        scene.line(colour, 38, (814, y), (turn, y), (turn, end), (1600, end))
        scene.ring(SUN, 940, y, 46, 14)
        scene.line(SUN, 14, (894, y), (986, y))
    scene.box(STONE, 1300, 90, 200, 300, 40)
    scene.disc(CREAM, 1400, 180, 50)
    scene.line(CLAY, 8, (1400, 180), (1430, 150))
    scene.box("#4a655c", 800, 810, 800, 90)
    scene.person(1330, 870, 420, PLUM, 0, CREAM, hair=INK)
    scene.box(CREAM, 792, 0, 16, 900)
    return scene


def from_bakery_to_site():
    scene = Scene("#f3d3a0", "#f7e7cb")
    scene.shape("#b5c7c4", (800, 0), (1600, 0), (1600, 900), (700, 900))
    scene.box(CLAY, 60, 210, 560, 560)
    for row in range(14):
        for column in range(6):
            x = 64 + column * 94 + (row % 2) * 40
            if x < 570:
                scene.box("#bf5237", x, 214 + row * 40, 82, 32)
    scene.pie(RUST, 340, 610, 190, 180, 360)
    scene.box(RUST, 150, 608, 380, 90)
    scene.pie(SUN, 340, 650, 140, 180, 360)
    scene.disc(CLAY, 340, 655, 60, 40)
    scene.box(BARK, 0, 770, 730, 130)
    for x in (110, 260, 410):
        scene.disc("#d9975a", x + 60, 770, 76, 44)
        for cut in (-30, 0, 30):
            scene.line("#f3d3a0", 7, (x + 50 + cut, 748), (x + 66 + cut, 776))
    for x in (1040, 1280, 1520):
        scene.box(STONE, x, 120, 16, 700)
    for y in (250, 470, 690):
        scene.box(WOOD, 1000, y, 600, 20)
        scene.box(STONE, 1000, y - 100, 600, 10)
    scene.line(STONE, 9, (1048, 690), (1280, 490))
    scene.line(STONE, 9, (1288, 470), (1520, 270))
    scene.box("#8e9a86", 690, 820, 910, 80)
    scene.person(830, 860, 540, SUN, 1, CREAM, hair=INK)
    scene.box(CREAM, 770, 470, 120, 170, 12)
    scene.box(BARK, 782, 484, 96, 142)
    scene.box(CREAM, 792, 494, 76, 122)
    for row in range(4):
        scene.line(LEAF, 5, (804, 518 + row * 24), (856, 518 + row * 24))
    return scene


def measured_not_promised():
    scene = Scene("#20463d", "#17342d")
    for row in range(6):
        scene.line("#2f5a4f", 3, (170, 150 + row * 115), (1430, 150 + row * 115))
    promised = (400, 500, 440, 530, 470)
    measured = (330, 455, 270, 480, 385)
    for place, (hope, fact) in enumerate(zip(promised, measured, strict=True)):
        x = 180 + place * 190
        for colour, height in (
            ("#4b7466", hope),
            (SUN if fact > 350 else "#e58a68", fact),
        ):
            scene.box(colour, x, 738 - height, 140, height)
            scene.shape(
                colour, (x - 10, 739 - height), (x + 70, 690 - height),
                (x + 150, 739 - height),
            )  # fmt: skip
        scene.box("#20463d", x + 48, 650, 44, 88)
        for row in range(2):
            for side in (22, 84):
                scene.box("#20463d", x + side, 545 - row * 62 + 20, 34, 34)
    scene.box(CREAM, 130, 738, 1340, 10)
    scene.disc(CREAM, 1310, 450, 150)
    scene.disc(ALDER, 1310, 450, 130)
    for tick in range(11):
        angle = math.radians(150 + tick * 24)
        scene.line(
            CREAM, 7,
            (1310 + 105 * math.cos(angle), 450 + 105 * math.sin(angle)),
            (1310 + 122 * math.cos(angle), 450 + 122 * math.sin(angle)),
        )  # fmt: skip
    scene.line(CLAY, 12, (1310, 450), (1382, 396))
    scene.disc(CREAM, 1310, 450, 16)
    return scene


def propane_heat_pumps():
    scene = Scene("#cfe3d8", "#eef1df")
    scene.disc("#fff3cf", 1230, 230, 150)
    scene.box(CREAM, 0, 90, 560, 690)
    for row in range(12):
        scene.line("#e8dcc3", 3, (0, 130 + row * 58), (560, 130 + row * 58))
    scene.window(130, 210, 220, 230, frame=ALDER, glass=SKY)
    scene.shape(CLAY, (0, 20), (620, 20), (620, 100), (0, 100))
    scene.hill("#a8c99a", 800, 16, 200)
    scene.box(STONE, 640, 770, 560, 36)
    scene.pump(680, 772, 430)
    scene.line(ALDER, 20, (700, 660), (600, 660), (600, 560), (540, 560))
    scene.line(CLAY, 20, (700, 710), (570, 710), (570, 610), (540, 610))
    for x, y, size in ((1300, 560, 74), (1430, 480, 54), (1500, 620, 42)):
        for turn, colour in enumerate((ALDER, LEAF, MINT)):
            angle = math.radians(90 + turn * 120)
            scene.disc(
                colour, x + size * math.cos(angle), y + size * math.sin(angle) * 0.5,
                size * 0.42,
            )  # fmt: skip
    scene.person(1330, 850, 330, BLUE, 3, None, hair=INK)
    scene.box(CLAY, 1400, 770, 120, 80, 8)
    scene.box(RUST, 1440, 750, 40, 24, 6)
    return scene


def heat_check():
    scene = Scene(NIGHT, "#31446b")
    rng = random.Random(4)
    for _star in range(60):
        scene.disc("#8fa3c4", rng.randint(0, 1600), rng.randint(0, 380), 2)
    heat = ("#f6d26b", "#f0a04b", "#dd6b45", "#a94a63", "#6a4a86", "#46518f")
    scene.box("#3b4a7a", 330, 170, 780, 600)
    for row in range(5):
        for column in range(6):
            warm = rng.choice((0, 1, 1, 2, 3, 4))
            x, y = 372 + column * 122, 212 + row * 112
            scene.box(heat[min(warm + 2, 5)], x - 14, y - 14, 98, 98, 14)
            scene.box(heat[min(warm + 1, 5)], x - 6, y - 6, 82, 82, 8)
            scene.box(heat[warm], x, y, 70, 70)
    scene.shape("#a94a63", (300, 180), (380, 120), (1060, 120), (1140, 180))
    scene.box("#dd6b45", 520, 90, 46, 60)
    scene.box("#141f36", 0, 770, 1600, 130)
    scene.person(1290, 860, 420, SUN, 2, CREAM, hair=INK)
    scene.box(INK, 1185, 560, 34, 70, 6)
    scene.box("#f6d26b", 1191, 566, 22, 34)
    scene.shape("#51618f", (1190, 575), (1110, 500), (1110, 690))
    scene.box(CREAM, 90, 560, 180, 240, 8)
    for row, width in enumerate((120, 90, 120)):
        scene.disc(CLAY, 122, 620 + row * 60, 12)
        scene.box(ALDER, 146, 612 + row * 60, width * 0.8, 16, 6)
    return scene


def two_minute_stop():
    scene = Scene("#f0dcb4", "#f7ecd4")
    scene.shape(CLAY, (0, 560), (760, 240), (1600, 590), (1600, 900), (0, 900))
    for row in range(9):
        y = 420 + row * 58
        scene.line(
            RUST, 4, (max(0, 760 - row * 150), y), (min(1600, 760 + row * 150), y)
        )
    for x in (170, 480, 1080, 1390):
        top = 480 - (1 - abs(x - 760) / 760) * 230 + 40
        scene.box(SUN, x, top - 120, 16, 190)
    scene.line(SUN, 14, (0, 470), (178, 404), (488, 274))
    scene.line(SUN, 14, (1088, 284), (1398, 404), (1600, 490))
    scene.box(BLUE, 700, 590, 250, 310, 70)
    scene.line(BLUE, 92, (905, 640), (1010, 430))
    scene.disc(SKINS[0], 1030, 372, 58)
    scene.box("#d8281f", 980, 110, 190, 260, 16)
    scene.box("#f4ede0", 1020, 196, 110, 26, 6)
    scene.box("#f4ede0", 1020, 242, 110, 26, 6)
    for place in range(4):
        scene.box(SKINS[0], 986 + place * 25, 322, 22, 62, 11)
    scene.line(BLUE, 88, (740, 650), (690, 860))
    scene.box(SKINS[0], 788, 530, 74, 90)
    scene.head(825, 470, 98, 0, CREAM, BARK)
    scene.box(SUN, 740, 640, 38, 260)
    scene.box(SUN, 872, 640, 38, 260)
    return scene


def summer_comfort():
    scene = Scene("#f6b35e", "#fbe3b3")
    scene.disc("#fff0c4", 1270, 210, 160)
    scene.disc("#fff8e2", 1270, 210, 120)
    scene.box(CREAM, 260, 130, 700, 690)
    for floor in range(4):
        for flat in range(3):
            x, y = 315 + flat * 215, 180 + floor * 160
            scene.box("#5d7f8f", x, y, 150, 110)
            scene.box(NIGHT, x, y, 150, 52)
            scene.shape(
                ALDER, (x - 12, y - 6), (x + 162, y - 6), (x + 186, y + 46),
                (x + 10, y + 46),
            )  # fmt: skip
            for stripe in range(3):
                left = x + 14 + stripe * 50
                scene.shape(
                    MINT, (left, y - 6), (left + 24, y - 6), (left + 46, y + 46),
                    (left + 22, y + 46),
                )  # fmt: skip
    scene.box(CLAY, 236, 106, 748, 34)
    scene.box("#d7b878", 0, 820, 1600, 80)
    scene.tree(1120, 850, 560, LEAF)
    scene.tree(1420, 860, 470, "#2c6354")
    scene.tree(120, 860, 430, LEAF)
    for y in (390, 440, 490):
        points = [(1000 - i * 10, y + 12 * math.sin(i / 5)) for i in range(24)]
        scene.line("#e8f3ee", 8, *points)
    scene.box(BARK, 1200, 770, 190, 16)
    scene.box(BARK, 1215, 786, 16, 60)
    scene.box(BARK, 1360, 786, 16, 60)
    scene.person(1295, 850, 210, PLUM, 2, hair=STONE)
    return scene


def open_site_day():
    scene = Scene("#bcdbe0", "#f3efdb")
    scene.cloud(250, 150, 110)
    scene.cloud(1350, 190, 100)
    scene.hill("#a8c99a", 660, 40, 260)
    scene.house(560, 740, 480, 430, "#d9805c", ALDER)
    scene.box(CREAM, 612, 600, 140, 140)
    scene.box("#fbe3a4", 622, 590, 120, 150)
    scene.shape(LEAF, (622, 590), (566, 620), (566, 776), (622, 740))
    for side in (-1, 1):
        for place in range(6):
            x = 800 + side * (70 + place * 126)
            y = 160 + place * place * 4 - 30
            scene.shape(
                (CLAY, SUN, ALDER, CREAM, PLUM, BLUE)[place],
                (x - 30, y), (x + 30, y), (x, y + 62),
            )  # fmt: skip
    scene.box("#cdbf9e", 0, 740, 1600, 160)
    scene.shape("#e3d6b5", (600, 740), (770, 740), (900, 900), (420, 900))
    scene.pump(900, 765, 130)
    coats = (CLAY, ALDER, PLUM, BLUE, SUN, LEAF)
    sizes = (230, 140, 240, 220, 150, 235)
    for place, x in enumerate((180, 290, 400, 1150, 1260, 1380)):
        helmet = SUN if sizes[place] < 160 else None
        scene.person(x, 860, sizes[place], coats[place], place % 4, helmet)
    return scene


def energy_cafe():
    scene = Scene("#5b3c52", "#7d5266")
    for column in range(3):
        x = 150 + column * 480
        scene.pie("#f3d9a4", x + 170, 260, 170, 180, 360)
        scene.box("#f3d9a4", x, 258, 340, 250)
        scene.box("#5b3c52", x + 164, 90, 12, 420)
        scene.box("#5b3c52", x, 300, 340, 10)
    for x in (390, 870, 1260):
        scene.line(INK, 4, (x, 0), (x, 150))
        scene.pie(SUN, x, 200, 66, 180, 360)
    scene.person(330, 830, 400, ALDER, 1, hair=INK)
    scene.person(640, 830, 380, SUN, 0, hair=RUST)
    scene.person(990, 830, 395, MINT, 2, hair=INK)
    scene.person(1290, 830, 385, CLAY, 3, hair=STONE)
    scene.box(WOOD, 110, 650, 1380, 44, 10)
    scene.box("#a3713f", 110, 694, 1380, 206)
    for x in (240, 800, 1150, 1420):
        scene.box(CREAM, x, 584, 70, 66, 12)
        scene.ring(CREAM, x + 74, 612, 22, 8)
        for steam in (18, 46):
            points = [(x + steam + 7 * math.sin(i / 3), 570 - i * 5) for i in range(9)]
            scene.line("#c9a9b6", 5, *points)
    scene.disc(CREAM, 490, 648, 120, 16)
    for layer in range(3):
        scene.box("#d9975a", 420, 612 - layer * 24, 140, 22, 6)
        for cell in range(6):
            scene.box("#b57c46", 428 + cell * 22, 616 - layer * 24, 12, 13)
    return scene


def winter_coat_saturday():
    scene = Scene("#8fa9bf", "#dbe5ea")
    scene.hill("#eef3f5", 600, 40, 230)
    scene.house(140, 720, 330, 300, CREAM, BLUE, glass="#f6d26b")
    scene.house(560, 720, 380, 340, "#d9805c", INK, glass="#f6d26b")
    scene.box(SUN, 540, 560, 420, 64)
    for stripe in range(7):
        scene.box(CLAY, 556 + stripe * 58, 560, 22, 64)
    scene.box(SUN, 850, 600, 70, 150)
    for fringe in range(5):
        scene.box(CLAY, 852 + fringe * 14, 750, 8, 30)
    scene.box("#f3f6f7", 0, 720, 1600, 180)
    scene.line(WOOD, 14, (1040, 860), (1150, 420))
    scene.line(WOOD, 14, (1260, 860), (1170, 420))
    for step in range(5):
        y = 500 + step * 76
        scene.line(WOOD, 11, (1130 - step * 19, y), (1187 + step * 16, y))
    scene.person(1390, 860, 360, CLAY, 3, None, hair=INK)
    scene.box(INK, 1300, 690, 36, 20, 4)
    scene.box(CREAM, 1250, 690, 60, 20, 8)
    rng = random.Random(7)
    for _flake in range(110):
        scene.disc(
            CREAM, rng.randint(0, 1600), rng.randint(0, 860), rng.choice((3, 4, 6))
        )
    return scene


def photograph_a_site():
    scene = Scene("#2b554a", "#1d4b40")
    scene.box(INK, 330, 110, 940, 680, 60)
    scene.box("#f3d9a4", 372, 150, 856, 600, 24)
    scene.disc(CLAY, 1040, 300, 90)
    scene.shape("#d8b876", (372, 620), (640, 480), (900, 600), (1228, 500), (1228, 750),
                (372, 750))  # fmt: skip
    scene.house(470, 700, 260, 240, CREAM, CLAY)
    scene.box(LEAF, 372, 700, 856, 50)
    scene.person(900, 728, 340, SUN, 2, CREAM, hair=INK)
    for third in (1, 2):
        scene.line("#fff8e2", 2, (372 + 285 * third, 150), (372 + 285 * third, 750))
        scene.line("#fff8e2", 2, (372, 150 + 200 * third), (1228, 150 + 200 * third))
    for x, y, dx, dy in ((800, 350, 1, 1), (1000, 350, -1, 1), (800, 480, 1, -1),
                         (1000, 480, -1, -1)):  # fmt: skip
        scene.line(SUN, 8, (x, y + 36 * dy), (x, y), (x + 36 * dx, y))
    scene.disc(CREAM, 1180, 450, 30)
    scene.disc(CLAY, 1180, 450, 22)
    scene.box(SKINS[1], 250, 400, 130, 90, 44)
    scene.box(SKINS[1], 250, 510, 130, 90, 44)
    scene.box(SKINS[1], 1220, 540, 130, 96, 46)
    scene.shape(BLUE, (0, 900), (0, 560), (250, 400), (290, 640), (200, 900))
    scene.shape(BLUE, (1600, 900), (1600, 640), (1350, 540), (1310, 660), (1400, 900))
    return scene


def explain_a_heat_pump():
    scene = Scene("#dcebe2", "#f4f0de")
    scene.box("#f0cf92", 800, 0, 800, 900)
    scene.cloud(250, 160, 110)
    for x, y in ((140, 330), (330, 290), (480, 380)):
        points = [(x + i * 8, y + 16 * math.sin(i / 3)) for i in range(22)]
        scene.line(SKY, 12, *points)
    scene.hill("#a8c99a", 790, 12, 180)
    scene.box("#d2a45f", 800, 780, 800, 120)
    scene.box(CREAM, 780, 0, 40, 900)
    scene.pump(330, 780, 330)
    scene.line(BLUE, 26, (690, 560), (930, 560))
    scene.line(CLAY, 26, (690, 680), (930, 680))
    scene.shape(CLAY, (920, 640), (980, 680), (920, 720))
    scene.shape(BLUE, (745, 520), (685, 560), (745, 600))
    for fin in range(6):
        scene.box(CREAM, 1000 + fin * 44, 500, 34, 240, 14)
    scene.box(CREAM, 990, 530, 270, 20, 8)
    scene.box(CREAM, 990, 690, 270, 20, 8)
    for x in (1030, 1120, 1210):
        points = [(x + 12 * math.sin(i / 3), 460 - i * 9) for i in range(16)]
        scene.line("#e58a68", 10, *points)
    scene.box(BARK, 1345, 820, 18, 50)
    scene.box(BARK, 1527, 820, 18, 50)
    scene.box(PLUM, 1325, 430, 240, 400, 70)
    scene.box("#7f5471", 1345, 690, 200, 130, 20)
    scene.box(LEAF, 1375, 540, 140, 200, 50)
    scene.box(SKINS[0], 1425, 490, 40, 60)
    scene.head(1445, 450, 58, 0, None, STONE)
    scene.disc(STONE, 1445, 385, 28)
    for side in (1380, 1450):
        scene.box(BLUE, side, 716, 60, 150, 26)
        scene.box(INK, side - 6, 852, 66, 26, 12)
    scene.box("#56364b", 1300, 640, 62, 196, 28)
    scene.box("#56364b", 1528, 640, 62, 196, 28)
    scene.box(SKINS[0], 1310, 640, 50, 26, 13)
    scene.box(SKINS[0], 1530, 640, 50, 26, 13)
    scene.line(LEAF, 34, (1390, 570), (1350, 640))
    scene.line(LEAF, 34, (1500, 570), (1540, 640))
    return scene


def first_week():
    scene = Scene("#e8b98a", "#f6e3c2")
    scene.box(ALDER, 420, 90, 560, 720, 10)
    scene.box("#fbeec6", 470, 140, 460, 670)
    scene.shape(LEAF, (470, 140), (320, 220), (320, 880), (470, 810))
    scene.disc(SUN, 350, 540, 16)
    scene.box("#c98f66", 0, 810, 1600, 90)
    scene.shape("#fbeec6", (470, 810), (930, 810), (1090, 900), (400, 900))
    scene.person(590, 820, 440, BLUE, 0, hair=RUST)
    scene.person(770, 825, 470, CLAY, 2, hair=INK, waving=True)
    scene.person(1240, 860, 480, SUN, 3, hair=BARK)
    scene.box(PLUM, 1320, 600, 120, 150, 24)
    scene.ring(PLUM, 1380, 606, 34, 10, 180, 360)
    for place, colour in enumerate((CREAM, MINT, CREAM, SUN, CLAY)):
        scene.box(colour, 60 + place * 50, 200 + place % 2 * 14, 40, 40, 6)
    scene.box(BARK, 70, 600, 220, 24)
    scene.box(BARK, 90, 624, 20, 200)
    scene.box(BARK, 250, 624, 20, 200)
    scene.pie(SUN, 150, 600, 56, 180, 360)
    scene.box(SUN, 80, 592, 140, 12, 6)
    scene.box(CREAM, 232, 556, 40, 44, 6)
    return scene


def book_a_training():
    scene = Scene("#cddbe6", "#f2ede0")
    scene.box(CREAM, 150, 130, 720, 620, 26)
    scene.box(CLAY, 150, 130, 720, 130, 26)
    scene.box(CLAY, 150, 200, 720, 60)
    for x in (290, 510, 730):
        scene.box(INK, x - 12, 90, 24, 90, 12)
    chosen = {(1, 1): SUN, (1, 2): SUN, (2, 4): MINT, (3, 0): MINT, (3, 3): "#e58a68"}
    for row in range(4):
        for column in range(5):
            colour = chosen.get((row, column), "#ece1ca")
            x, y = 196 + column * 130, 296 + row * 110
            scene.box(colour, x, y, 106, 86, 12)
            if (row, column) in chosen:
                scene.line(
                    ALDER, 10, (x + 30, y + 44), (x + 48, y + 62), (x + 80, y + 26)
                )
    scene.box("#8a9c7c", 0, 790, 1600, 110)
    for place, colour in enumerate((ALDER, SUN, PLUM, BLUE, CLAY)):
        width = 360 - place % 3 * 40
        scene.box(colour, 1010 + place % 2 * 26, 730 - place * 62, width, 60, 8)
        scene.box(CREAM, 1034 + place % 2 * 26, 742 - place * 62, 14, 36)
    scene.shape(INK, (1190, 330), (1400, 400), (1190, 470), (980, 400))
    scene.shape("#31413c", (1080, 440), (1190, 478), (1300, 440), (1300, 482),
                (1080, 482))  # fmt: skip
    scene.line(SUN, 8, (1190, 400), (1370, 425), (1370, 500))
    scene.disc(SUN, 1370, 512, 16)
    return scene


SCENES = (
    ashcombe_terrace,
    school_in_a_coat,
    eighteen_apprentices,
    swap_days,
    from_bakery_to_site,
    measured_not_promised,
    propane_heat_pumps,
    heat_check,
    two_minute_stop,
    summer_comfort,
    open_site_day,
    energy_cafe,
    winter_coat_saturday,
    photograph_a_site,
    explain_a_heat_pump,
    first_week,
    book_a_training,
)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for scene in SCENES:
        scene().save(scene.__name__.replace("_", "-"))
