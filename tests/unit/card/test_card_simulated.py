"""The simulated card itself: what the applet's manuals say of it, and profiles that say what they mean."""

from dataclasses import replace

import pytest

from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.faults import Fault, FaultError
from devices.simulators.card.profile import ProfileError, load, names, parse
from devices.simulators.card.vpcd import CardSlot


@pytest.fixture
def card(pki):
    def made(name):
        powered = SimulatedCard.of(name, pki)
        powered.reset()
        return powered

    return made


def ask(card, text):
    data, sw = card.exchange(bytes.fromhex(text))
    return data.hex().upper(), f"{sw:04X}"


def test_the_end_of_a_file_is_told_as_t0_cards_do(card):
    k13 = card("k13")
    assert ask(k13, "00A4080C063F00DF014033")[1] == "9000"
    assert ask(k13, "00B0000000") == ("", "6C79")
    assert len(ask(k13, "00B0000079")[0]) == 242
    assert ask(k13, "00B0007900") == ("", "6B00")
    assert ask(k13, "00B0800001")[1] == "6A86"


def test_nothing_is_read_without_a_selected_file(card):
    assert ask(card("a33"), "00B0000010")[1] == "6986"


def test_selection_by_name_path_and_step(card):
    a33 = card("a33")
    for command in ("00A404000FA00000003029057000AD13100101FF", "00A4040C0CA000000177504B43532D3135"):
        assert ask(a33, command)[1] == "9000"
    assert ask(a33, "00A4020C024031")[1] == "6A82", "not below this directory"
    assert [ask(a33, f"00A4020C02{step}")[1] for step in ("3F00", "DF01", "4031")] == ["9000"] * 3
    assert ask(a33, "00A4080C04DF014031")[1] == "6A82"
    by_steps = card("by-steps")
    assert ask(by_steps, "00A4080C063F00DF014031")[1] == "6A86"


@pytest.mark.parametrize(("name", "version"), [("a11-v10", "10"), ("b12-v11", "11"), ("k13", "17"), ("a33", "18")])
def test_card_data_name_the_applet(card, name, version):
    data, sw = ask(card(name), "80E400001C")
    assert (sw, data[42:44], len(data)) == ("9000", version, 56)
    assert data[:32] == card(name).image.serial.hex().upper()


def test_only_applet_18_tells_its_tries_in_the_card_data(card):
    assert ask(card("last-try"), "80E400011F")[0][56:] == "01FFFF"
    assert ask(card("child63-no-pin"), "80E400011F")[0][56:] == "FFFFFF"
    assert ask(card("k13"), "80E400011F")[1] == "6A86"


def test_an_empty_verify_is_free_on_17_and_18_and_costs_a_try_before(card):
    for name, tries in (("k13", 3), ("a33", 3), ("b12-v11", 2), ("a11-v10", 2)):
        powered = card(name)
        assert ask(powered, "00200001")[1] == f"63C{tries}"
        assert powered.wallet.tries == tries


def test_unblocking_with_the_puk_ends_with_applet_17(card):
    blocked = card("blocked17")
    assert ask(blocked, "0020000108241234FFFFFFFFFF")[1] == "6983"
    assert ask(blocked, "002C0001082C000000111111FF")[1] == "63CB"
    assert ask(blocked, "002C0001082C333333111111FF")[1] == "9000"
    assert ask(blocked, "0020000108241234FFFFFFFFFF")[1] == "9000"
    assert ask(card("blocked"), "002C0001082C333333111111FF")[1] == "6D00"


def test_a_signature_needs_the_pin_and_the_second_key_each_time(card):
    k13 = card("k13")
    digest = "00" * 32
    assert ask(k13, "002241B60504800884 83".replace(" ", ""))[1] == "9000"
    assert ask(k13, f"002A9E9A20{digest}")[1] == "6982"
    assert ask(k13, "0020000108241234FFFFFFFFFF")[1] == "9000"
    assert ask(k13, f"002A9E9A20{digest}")[1] == "6100"
    assert len(ask(k13, "00C0000000")[0]) == 512
    assert ask(k13, f"002A9E9A20{digest}")[1] == "6982"
    assert ask(k13, "002241B6050480FF8482")[1] == "9484"


def test_the_chip_answers_five_thousand_challenges_and_a_pin_gives_them_back(card):
    a33 = card("a33")
    challenge = "00880281329430" + "11" * 48
    assert ask(a33, challenge)[1] == "6160"
    a33.wallet.challenges = 0
    assert ask(a33, challenge)[1] == "6983"
    ask(a33, "0020000108241234FFFFFFFFFF")
    assert ask(a33, challenge)[1] == "6160"
    assert ask(card("k13"), challenge)[1] == "6D00"


def test_rights_end_with_log_off_and_with_power(card):
    k13 = card("k13")
    for end in (lambda: ask(k13, "80E60000"), k13.reset):
        ask(k13, "0020000108241234FFFFFFFFFF")
        end()
        assert ask(k13, "00200001")[1] == "63C3"


@pytest.mark.parametrize(
    ("command", "sw"),
    [("00", "6700"), ("10A40000", "6E00"), ("00FF0000", "6D00"), ("0020000108", "6D00"), ("00A4020C05AA", "6700")],
)
def test_nonsense_is_answered_as_such(card, command, sw):
    got = ask(card("a33"), command)[1]
    assert got == sw or (command == "0020000108" and got.startswith("6"))


def test_one_record_of_a_file_can_be_read_on_18(card):
    a33 = card("a33")
    ask(a33, "00A4080C063F00DF014031")
    assert ask(a33, "80B20F0F00") == ("0F023333", "9000")
    assert ask(a33, "80B2777700")[1] == "6A83"


@pytest.mark.parametrize("text", ["", "nothing", "removal:x", "mute:x", "swap:a33@x", "status:ZZ", "status:"])
def test_faults_that_do_not_exist_are_refused(text):
    with pytest.raises(FaultError):
        Fault.parse(text)


def test_a_swap_for_a_card_that_does_not_exist_is_refused_at_once():
    with pytest.raises(ProfileError):
        CardSlot(1).fault("swap:nobody@3")


def test_profiles_that_do_not_exist_or_say_nonsense_are_refused():
    for name in ("nobody", "../../etc/passwd", ""):
        with pytest.raises(ProfileError):
            load(name)
    good = {"title": "x", "applet": "1.8", "identity": {}, "address": {}}
    for wrong in ({"applet": "2.0"}, {"forged": "hat"}, {"colour": "red"}):
        with pytest.raises(ProfileError):
            parse("x", {**good, **wrong})


def test_a_profile_can_stand_in_a_file_of_ones_own(tmp_path, pki):
    file = tmp_path / "mine.toml"
    file.write_text('base = "a33"\n[identity]\nsurname = "Janssens"\n')
    mine = load(str(file))
    assert (mine.name, mine.identity["surname"], mine.identity["given_names"]) == ("mine", "Janssens", "Amina Nour")


def test_register_numbers_are_invented_but_well_formed():
    for name in names():
        number = load(name).identity["national_number"]
        base, check = number[:9], int(number[9:])
        assert check in (97 - int(base) % 97, 97 - int("2" + base) % 97), name
        assert int(number[2:4]) > 60, "a month of the test range"


def test_two_cards_of_one_profile_are_the_same_card(pki):
    first, second = (SimulatedCard.of("a33", pki) for _ in range(2))
    assert first.image.serial == second.image.serial
    assert first.wallet is not second.wallet
    assert replace(first.profile) == second.profile
