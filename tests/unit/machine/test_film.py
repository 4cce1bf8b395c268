"""The film of a visit: each picture with the card slot and the paper as they were at that moment."""

from PIL import Image, ImageChops

from tests.support.machine.film import HEIGHT, SCREEN_WIDTH, SIDE, Film


def side(frame):
    return frame.crop((SCREEN_WIDTH, 0, SCREEN_WIDTH + SIDE, HEIGHT))


def test_card_and_paper_stand_beside_the_screen_as_they_were(tmp_path):
    paper = tmp_path / "ticket.png"
    Image.new("RGB", (576, 900), "white").save(paper)
    there = {"card": False, "paper": None}
    film = Film(lambda: there["card"], lambda: there["paper"])
    screen = Image.new("RGB", (1080, 1920), "navy")
    for card, ticket in ((False, None), (True, None), (False, paper)):
        there.update(card=card, paper=ticket)
        film.add(screen)
    nothing, card, ticket = (side(frame) for frame in film.frames)
    assert ImageChops.difference(nothing, card).getbbox()
    assert (255, 255, 255) in {pixel for _, pixel in ticket.getcolors(1 << 16)}
    assert all(frame.getpixel((10, 10)) == (0, 0, 128) for frame in film.frames)
    film.save(tmp_path / "film.gif")
    with Image.open(tmp_path / "film.gif") as saved:
        assert saved.n_frames == 3
