"""Sentences about one's own card, as they are said of a child's: every answer about a child says these instead."""

from __future__ import annotations

from typing import Final

from kiosk.base.languages import N_, NN_, Plural

# {what is said of one's own card: what is said of a child's}
SAID_OF_CHILD: Final[dict[str | Plural, str | Plural]] = {
    # the card that is there
    "Your {letter} card is valid until {valid_until}.": N_("The child's card is valid until {valid_until_any}."),
    "Your card is valid until {valid_until_only}.": N_("The child's card is valid until {valid_until_any}."),
    "Your card was valid until {valid_until_any}.": N_("The child's card was valid until {valid_until_any}."),
    "You can renew from {opens_weekday}": N_("You can renew the child's card from {opens_weekday}"),
    "You can renew your card now, until {closes}": N_("You can renew the child's card now, until {closes}"),
    "Renew your card as soon as possible": N_("Renew the child's card as soon as possible"),
    "Your card has expired": N_("The child's card has expired"),
    "You can use your card again": N_("You can use the child's card again"),
    "Your {old_letter} card is now called {new_letter} card.": N_(
        "The child's {old_letter} card is now called {new_letter} card."
    ),
    "Ask at the counter whether these dates hold for your card.": N_(
        "Ask at the counter whether these dates hold for the child's card."
    ),
    "You need a new card.": N_("The child needs a new card."),
    "The photo on your card no longer looks like you.": N_("The photo on the card no longer looks like the child."),
    "Your personal data changed, so the card must change.": N_(
        "The child's personal data changed, so the card must change."
    ),
    "1. Tell the police that your card is lost or stolen.": N_(
        "1. Tell the police that the child's card is lost or stolen."
    ),
    "Call DOC STOP at once, day or night: {doc_stop}. Then nobody can use your card.": N_(
        "Call DOC STOP at once, day or night: {doc_stop}. Then nobody can use the child's card."
    ),
    # the stay
    "First finish your registration.": N_("First finish the child's registration."),
    "You must first get the right to stay.": N_("The child must first get the right to stay."),
    "The decision is about your right to stay. Is it yes? Then you can ask for a card.": N_(
        "The decision is about the child's right to stay. Is it yes? Then you can ask for a card."
    ),
    "Ask for annex 15 ({annex} 15), a temporary paper. It covers your stay.": N_(
        "Ask for annex 15 ({annex} 15), a temporary paper. It covers the child's stay."
    ),
    "Are you still waiting for a decision? Ask for annex 15 ({annex} 15), a temporary paper. It covers your stay.": N_(
        "Are you still waiting for a decision? Ask for annex 15 ({annex} 15), a temporary paper. "
        "It covers the child's stay."
    ),
    "No decision by {valid_until_any}? Then you get annex 15 ({annex} 15), a temporary paper. It covers your stay.": N_(
        "No decision by {valid_until_any}? Then you get annex 15 ({annex} 15), a temporary paper. "
        "It covers the child's stay."
    ),
    "No decision when card {annex_letters} ends? Then annex 15 ({annex} 15) covers your stay.": N_(
        "No decision when card {annex_letters} ends? Then annex 15 ({annex} 15) covers the child's stay."
    ),
    "Only the card expires. Your right to stay does not.": N_(
        "Only the card expires. The child's right to stay does not."
    ),
    "Ask for permanent residence before your card expires.": N_(
        "Ask for permanent residence before the child's card expires."
    ),
    # the card that is asked for
    "The Immigration Office must agree to your new card first. This may take some time.": N_(
        "The Immigration Office must agree to the child's new card first. This may take some time."
    ),
    "You need an appointment for your first card": N_("You need an appointment for the child's first card"),
    "You need an appointment for your residence card": N_("You need an appointment for the child's card"),
    "Your card can be ready on {ready_day}": N_("The child's card can be ready on {ready_day}"),
    "Ask at the counter when your card can be ready.": N_("Ask at the counter when the child's card can be ready."),
    # the card that is collected
    "Your card is here": N_("The child's card is here"),
    "Your card is in another building: {place}": N_("The child's card is in another building: {place}"),
    "Your card is not ready yet": N_("The child's card is not ready yet"),
    "We do this when your card and codes are here.": N_("We do this when the child's card and codes are here."),
    "You can collect your card from {collect_from}": N_("You can collect the child's card from {collect_from}"),
    "You need an appointment to collect your card": N_("You need an appointment to collect the child's card"),
    "You need the codes to collect your card.": N_("You need the codes to collect the child's card."),
    "We cannot see now whether your card is here": N_("We cannot see now whether the child's card is here"),
    "Collect your card by {collect_last_open_day} at the latest.": N_(
        "Collect the child's card by {collect_last_open_day} at the latest."
    ),
    "Collect your card by {collect_last_open_day}. Then it is destroyed.": N_(
        "Collect the child's card by {collect_last_open_day}. Then it is destroyed."
    ),
    Plural(
        "Collect your card within {count} month of your application. After that it is destroyed.",
        "Collect your card within {count} months of your application. After that it is destroyed.",
        "deadline_months",
    ): NN_(
        "Collect the child's card within {count} month of your application. After that it is destroyed.",
        "Collect the child's card within {count} months of your application. After that it is destroyed.",
        "deadline_months",
    ),
}
