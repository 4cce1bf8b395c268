"""What a profile has from another municipality's page, offers to nobody, or says to no rule: told, and the profile works."""

from datetime import date

from kiosk.profiles.loader import check, load

TODAY = date(2026, 11, 22)


def told(path, code):
    result = check([path], TODAY)
    assert result.errors == ()
    return {each.key: each.message for each in result.notices if each.code == code}


def test_a_key_that_no_rule_reads_any_more_does_not_refuse_an_older_file(town):
    path = town(("stay_without_card_months = 3", "stay_without_card_months = 3\nregister_short_stay = true"))
    assert load(path, today=TODAY).knowledge_facts.stay_without_card_months == 3
    assert "take it out" in told(path, "NOT_READ")["knowledge_facts.register_short_stay"]
    assert told(town(), "NOT_READ") == {}


def test_a_service_that_no_choice_leads_to_is_named(town):
    path = town(('"annex", "file", "moved", ', '"annex", '))
    assert told(path, "NOT_REACHED") == {"offer.services": "no choice of the menu leads to: file, moved"}
    assert told(town(), "NOT_REACHED") == {}


def test_a_service_that_no_place_does_is_named(town):
    nowhere = 'services = { passport = "none" }'
    reception, rabot = (
        (f'default = "{way}"\nsource', f'default = "{way}"\n{nowhere}\nsource') for way in ("reception", "appointment")
    )
    path = town(*[reception] * 5, rabot)
    assert told(path, "NOT_REACHED")["offer.services"].endswith("passport")


def test_rows_about_a_service_that_is_not_offered_are_named(town):
    left_out = ('"annex", "file", "moved", ', '"annex", "moved", '), ('"file", ', "")
    rows = '\n[[charges]]\nservices = ["file", "moved"]\namount_cents = 500\nsource = "own"\n'
    rows += '\n[[tickets.desks]]\nticket = "U"\nservices = ["file"]\nsource = "own"\n'
    access = ('default = "reception"', 'default = "reception"\nservices = { file = "walk_in" }')
    found = told(town(*left_out, access, extra=rows), "NOT_REACHED")
    assert sorted(found) == ["charges.0.services", "places.stadskantoor.access.services", "tickets.desks.0.services"]
    assert all(each == "is read for none of these, which [offer] leaves out: file" for each in found.values())
    assert told(town(access, extra=rows), "NOT_REACHED") == {}


class TestInherited:
    def test_a_towns_own_pages_are_its_own_and_so_are_the_universitys(self, town):
        assert sorted(told(town(), "INHERITED")) == ["national.toml", "university.toml"]

    def test_a_copy_still_names_the_page_that_it_was_written_from(self, town):
        lines = told(town(('id = "gent"', 'id = "mijnstad"')), "INHERITED")
        assert sorted(lines) == ["national.toml", "sources.000", "sources.003", "university.toml"]
        assert "places" in lines["sources.000"]

    def test_a_page_that_is_described_as_ones_own_is_ones_own(self, town):
        lines = told(town(('id = "gent"', 'id = "mijnstad"'), ('town = "gent"\n', "")), "INHERITED")
        assert sorted(lines) == ["national.toml", "sources.003", "university.toml"]

    def test_what_a_layer_below_says_is_one_line_for_each_layer(self, town):
        lines = told(town(), "INHERITED")
        assert "card_names" in lines["national.toml"]
        assert "payment" not in lines["national.toml"]
        assert "long_term" in lines["university.toml"]

    def test_a_kiosks_own_layer_inherits_nothing_from_the_town_below_it(self, town, tmp_path):
        layer = tmp_path / "kiosk-1.toml"
        layer.write_text('home_place = "stadskantoor"\nsource = "own"\n', "utf-8")
        found = check([town()], TODAY, kiosk_layer=layer)
        lines = {each.key: each.message for each in found.notices if each.code == "INHERITED"}
        assert lines == told(town(), "INHERITED")
        assert {each.file for each in found.notices if each.code in {"NOT_SAID", "INHERITED"}} == {"stad.toml"}
