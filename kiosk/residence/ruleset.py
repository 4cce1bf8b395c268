"""Tables of a profile that hold the rules' values: renewal, fees, photo, children, collection, urgent, knowledge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kiosk.residence.town import ClockTime, Day, LanguageCode, OfCards, Section, Whole, Words, YesNo
from kiosk.residence.vocabulary import AgeBand, Annex, BringItem, ChildSituation, Procedure, Role, Service

Name = Annotated[str, Field(min_length=1)]


class Calendar(Section):
    """Whose public holidays count."""

    country: str = Field(pattern=r"^[A-Z]{2}$")


class Window(Section):
    """The renewal window in days before expiry, both ends inclusive (X15).

    `letters`: the cards that the page states it for; for others it is said with doubt.  None: every card.
    """

    opens_days_before: Whole = Field(ge=0, le=730)
    closes_days_before: Whole = Field(ge=0, le=730)
    letters: tuple[str, ...] | None = Field(default=None, min_length=1)


class WindowOfCards(OfCards):
    """The renewal window of some cards, where it is not that of the others; both ends inclusive."""

    opens_days_before: Whole = Field(ge=0, le=730)
    closes_days_before: Whole = Field(ge=0, le=730)


class Renewal(Section):
    """Renewing a card: the window, that of some cards, who may ask, and remarks by card letter (X14)."""

    window: Window
    windows: tuple[WindowOfCards, ...] = ()
    in_person: YesNo
    medical_exception: YesNo = False
    e_form_letters: tuple[str, ...] = ()
    card_expires_letters: tuple[str, ...] = ()
    permanent_residence_letters: tuple[str, ...] = ()
    approval_letters: tuple[str, ...] = ()


class Annex15(Section):
    """The temporary paper document when no decision comes in time (R026)."""

    letters: tuple[str, ...]
    within_days: Whole = Field(ge=0, le=365)


class Names(Section):
    """What stands on papers and doors, by official language: it is shown to every reader, so that it can be found.

    `annex` is the word before the number ("bijlage" 15).
    """

    annex: dict[LanguageCode, Name]
    orange_card: dict[LanguageCode, Name]
    loss_certificate: dict[LanguageCode, Name]
    refugee_office: dict[LanguageCode, Name]


Invited = Literal["post", "mail", "ebox", "sms", "none", "unstated"]


class Invitation(Section):
    """Who is invited, and how (X10): renewing a card, a first one, a child's; the row with the most conditions wins."""

    services: tuple[Literal["renew", "first", "child"], ...] | None = Field(default=None, min_length=1)
    letters: tuple[str, ...] | None = Field(default=None, min_length=1)
    age_band: AgeBand | None = None
    situation: ChildSituation | None = None
    value: Invited

    def matches(
        self, service: Service, letter: str | None, band: AgeBand | None, situation: ChildSituation | None
    ) -> bool:
        """True when every condition that the row states holds."""
        return (
            (self.services is None or service in self.services)
            and (self.letters is None or letter in self.letters)
            and (self.age_band is None or self.age_band is band)
            and (self.situation is None or self.situation is situation)
        )

    @property
    def conditions(self) -> int:
        """How many conditions the row states."""
        return sum(value is not None for value in (self.services, self.letters, self.age_band, self.situation))


FeeReason = Literal["card", "age", "loss", "procedure", "nationality"]


@dataclass(frozen=True, slots=True)
class FeeCase:
    """What a price is asked for; `further`: a card was lost before, `nth`: which child of the application, or 0.

    `first`: somebody asks for a first card as such.
    """

    band: AgeBand
    age: int
    procedure: Procedure
    duplicate: bool = False
    further: bool = False
    nth: int = 1
    place: str | None = None
    first: bool = False


class FeeRow(Section):
    """An amount and when it applies; an absent condition means "any" (X1, X2, section 4.2).  `first`: of a first card, or of no first one.

    `nth_child = 2` means the second child and every further one of the same urgent application.  `loss` is for a lost or
    stolen card: the first one, or every further one.  Ages are in years, both ends inclusive.  `tax_cents`, what the town
    adds, is a line of its own.  `depends_on`: what decides between two amounts of `group_unstated`, None: the page does not say.
    """

    amount_cents: Whole | None = Field(default=None, ge=0)
    unstated: YesNo = False
    group_unstated: YesNo = False
    age_band: AgeBand | None = None
    procedure: Procedure | None = None
    card_group: Literal["third_country", "eu_family"] | None = None
    letters: tuple[str, ...] | None = Field(default=None, min_length=1)
    nth_child: Whole | None = Field(default=None, ge=1)
    duplicate: YesNo | None = None
    loss: Literal["first", "further"] | None = None
    first: YesNo | None = None
    from_age: Whole | None = Field(default=None, ge=0, le=120)
    to_age: Whole | None = Field(default=None, ge=0, le=120)
    places: tuple[str, ...] | None = Field(default=None, min_length=1)
    tax_cents: Whole | None = Field(default=None, ge=1)
    depends_on: FeeReason | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None

    @property
    def specificity(self) -> tuple[int, ...]:
        """Higher is more specific: places > loss > duplicate > first > nth_child > procedure > ages > age_band > card_group."""
        return (
            int(self.places is not None),
            int(self.loss is not None),
            int(self.is_duplicate is not None),
            int(self.first is not None),
            self.nth_child or 0,
            int(self.procedure is not None),
            int(self.from_age is not None or self.to_age is not None),
            int(self.age_band is not None),
            int(self.card_group is not None or self.letters is not None),
        )

    @property
    def is_duplicate(self) -> bool | None:
        """Whether the row is for a card that replaces a lost one; None: for both."""
        return True if self.loss is not None else self.duplicate

    @property
    def ages(self) -> range:
        """The ages that the row is for."""
        return range(self.from_age or 0, (120 if self.to_age is None else self.to_age) + 1)

    def fits(self, asked: FeeCase) -> bool:
        """True when the row is for this card, whatever its letter and the day."""
        return (
            self.age_band in {None, asked.band}
            and self.procedure in {None, asked.procedure}
            and self.is_duplicate in {None, asked.duplicate}
            and self.first in {None, asked.first}
            and (self.loss is None or (self.loss == "further") is asked.further)
            and (self.nth_child is None or asked.nth >= self.nth_child)
            and asked.age in self.ages
            and (self.places is None or asked.place in self.places)
        )

    def in_force(self, day: date) -> bool:
        """True when `day` lies in the row's dates, both inclusive."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Charge(Section):
    """A price of what is no card: a registration, an annex, new codes.  `label`: what it is for, in the town's words."""

    services: tuple[Service, ...] = Field(min_length=1)
    annexes: tuple[Annex, ...] | None = Field(default=None, min_length=1)
    label: Words | None = None
    amount_cents: Whole = Field(ge=0)
    places: tuple[str, ...] | None = Field(default=None, min_length=1)
    valid_from: Day | None = None
    valid_to: Day | None = None

    def fits(self, service: Service, annex: Annex | None, place: str, day: date) -> bool:
        """True when it is to pay for this, here, on this day."""
        return (
            service in self.services
            and (self.annexes is None or annex in self.annexes)
            and (self.places is None or place in self.places)
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )


class OwnAnnex(Section):
    """An annex that this town has work with: an appointment, papers that are handed in, or a question at the counter."""

    number: Literal["3", "8ter", "8quater", "16", "18", "22", "33", "49", "50"]
    by: Literal["appointment", "documents", "counter"]


class Payment(Section):
    """How the counter likes to be paid, and with what one can pay; no means: the page does not say."""

    means: tuple[Literal["cash", "bancontact", "credit_card", "app"], ...] = ()

    contactless: YesNo = False


class Photo(Section):
    """Who brings a photo (X8); `age` belongs to `under_age`."""

    bring: Literal["always", "never", "under_age", "choice", "unstated"]
    age: Whole | None = Field(default=None, ge=1, le=18)
    cannot_sit_still: YesNo = False
    max_age_months: Whole | None = Field(default=None, ge=1, le=60)
    booth: YesNo = False
    adults: Literal["as_above", "unstated"] = "as_above"


class Bring(Section):
    """What to bring; of a list that is left out the pages do not speak."""

    application: tuple[BringItem, ...] | None = None
    collection: tuple[BringItem, ...] | None = None
    child_application: tuple[BringItem, ...] | None = None
    child_collection: tuple[BringItem, ...] | None = None
    first_card: tuple[BringItem, ...] | None = None
    police_paper: Literal["loss_certificate", "annex_12", "proof_of_loss"] = "proof_of_loss"


class ChildCard(Section):
    """Cards of children (X6, X7)."""

    age_limit: Whole = Field(ge=12, le=18)
    max_years: Whole = Field(ge=1, le=10)
    obligation: Literal["mandatory", "optional", "recommended"]
    child_comes_to_apply: YesNo | None = None
    child_comes_to_collect: YesNo | Literal["unstated"] = "unstated"
    ask_role: YesNo = False
    ruling_roles: tuple[Role, ...] = ()
    parental_authority: YesNo = False
    re_entry_proof: YesNo = False
    paper_proof: YesNo = False


_Days = Annotated[Whole, Field(ge=0, le=120)]


class CollectionRules(Section):
    """Rules of collection that hold at every place.

    `letter_days`: when the letter with the codes comes; `letter_in_weeks`: the page says "a few weeks" and no number.
    `by_proxy`: "written": somebody else may come with the holder's permission.  `codes`: at the counter, no letter comes.
    """

    by_proxy: Literal["never", "written", "unstated"]
    codes: Literal["post", "counter"] = "post"
    deadline_months: Whole | None = Field(default=None, ge=1, le=24)
    warn_days: Whole = Field(default=14, ge=0, le=60)
    letter_days: tuple[_Days, _Days] | None = None
    letter_in_weeks: YesNo = False


class Urgent(Section):
    """The urgent procedure (X3); an absent number means that no promise is shown.

    `age_band`: whom the page speaks of; others ask.  `promised_at`: where an application keeps the promise, if not
    everywhere.  `codes`: those of an urgent card are given at the counter, or come by post.
    """

    codes: Literal["post", "counter"] = "post"

    cutoff: ClockTime | None = None
    ready_time: ClockTime | None = None
    before_cutoff_workdays: Whole | None = Field(default=None, ge=1, le=20)
    after_cutoff_workdays: Whole | None = Field(default=None, ge=1, le=20)
    saturday_workdays: Whole | None = Field(default=None, ge=1, le=20)
    collect_at: str | None = None
    told_by_phone_and_mail: YesNo = False
    age_band: AgeBand | None = None
    promised_at: tuple[str, ...] = ()
    appointment: Literal["required", "unstated", "none"] = "unstated"


class Switch(Section):
    """Switching to another card; `by_mail` letters need no appointment (R101)."""

    targets: tuple[str, ...] = ()
    by_mail: tuple[str, ...] = ()
    mail: str = ""


class Loss(Section):
    """Lost, stolen and damaged cards.  `doc_stop`: the number that blocks a card at once."""

    doc_stop: str = ""

    ticket_without_police_paper: YesNo = False
    invalid_if_found: YesNo = True
    police_if_damaged: YesNo = False


class MedicalRules(Section):
    """Exceptions for medical reasons (R079-R081)."""

    certificate: YesNo = False
    certificate_months: Whole | None = Field(default=None, ge=1, le=24)
    own_expense_after_photo: YesNo = False


class TemporaryProtection(Section):
    """The notice for people under temporary protection (X13); a past date switches it off."""

    valid_until: Day
    renew_from: Day


class Statuses(Section):
    """Notices for one status."""

    temporary_protection: TemporaryProtection | None = None


class AbsenceLimit(Section):
    """Months of absence that a long-term stay survives."""

    consecutive_months: Whole = Field(ge=0, le=240)
    total_months: Whole = Field(ge=0, le=240)


class LongTerm(Section):
    """The long-term resident's count (R108-R110); without `blue_card_years_in_eu` the page does not say it."""

    required_months: Whole = Field(ge=1, le=240)
    student_divisor: Whole = Field(ge=1, le=12)
    absence: AbsenceLimit
    blue_card_absence: AbsenceLimit
    blue_card_years_in_eu: Whole | None = Field(default=None, ge=0, le=20)
    blue_card_years_in_belgium: Whole = Field(ge=0, le=20)


class Knowledge(Section):
    """Single numbers of the information pages."""

    passport_months_after_entry: Whole | None = Field(default=None, ge=1, le=60)
    stay_without_card_days: Whole | None = Field(default=None, ge=1, le=400)
    stay_without_card_months: Whole | None = Field(default=None, ge=1, le=24)
    second_residence_years: Whole | None = Field(default=None, ge=1, le=30)
    second_residence_renewals: Whole | None = Field(default=None, ge=1, le=30)
    eu_card_max_years: Whole | None = Field(default=None, ge=1, le=30)
    b_card_years: Whole | None = Field(default=None, ge=1, le=30)
    f_card_years: Whole | None = Field(default=None, ge=1, le=30)
    unlimited_permit_months: Whole | None = Field(default=None, ge=1, le=120)
    unlimited_permit_within_months: Whole | None = Field(default=None, ge=1, le=120)
    unlimited_stay_years: Whole | None = Field(default=None, ge=1, le=30)
    first_card_after_decision: YesNo = False
    not_a_travel_document: YesNo = True
    first_help: str = ""


class Pin(Section):
    """How many digits a PIN has (R006)."""

    min_digits: Whole = Field(ge=4, le=12)
    max_digits: Whole = Field(ge=4, le=12)


class CardName(Section):
    """One of the fourteen official types (S043)."""

    letter: str
    old_letter: str | None = None
    label: str
