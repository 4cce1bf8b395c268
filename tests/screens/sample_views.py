"""Views as the machine could make them, in Dutch, English and Arabic: what the screens are looked at with."""

from kiosk.i18n import LANGUAGES
from kiosk.visit import view as v
from kiosk.visit.view import (
    Action,
    Bar,
    Call,
    Chart,
    FeeLine,
    Icon,
    Item,
    PaperState,
    Role,
    StaffRow,
    Step,
    StepState,
    TimeLine,
    TimeMark,
    Tone,
    Where,
)

TOUCH = {
    "nl": "Raak het scherm aan om te beginnen",
    "en": "Touch the screen to begin",
    "fr": "Touchez l’écran pour commencer",
    "de": "Berühren Sie den Bildschirm",
    "tr": "Başlamak için ekrana dokunun",
    "uk": "Торкніться екрана, щоб почати",
    "ar": "المس الشاشة للبدء",
    "bg": "Докоснете екрана, за да започнете",
    "es": "Toque la pantalla para empezar",
    "pl": "Dotknij ekranu, aby zacząć",
    "ro": "Atingeți ecranul pentru a începe",
}
CODES = {"nl": 1, "en": 0, "ar": 2}


def views(language="nl", **common):
    """(name, View) for every kind, some kinds in several states."""
    n = CODES.get(language, 0)

    def t(*texts):
        return texts[n] if n < len(texts) else texts[0]

    back = Action("back", t("Back", "Terug", "رجوع"), Icon.BACK, role=Role.QUIET)
    help_ = Action("help", t("Help", "Hulp", "مساعدة"), Icon.HELP, role=Role.QUIET)
    stop = Action("stop", t("Stop", "Stoppen", "إنهاء"), Icon.STOP, role=Role.QUIET)
    tools = tuple(
        Action(f"tool.{i.value}", i.value, i)
        for i in (Icon.LANGUAGE, Icon.CONTRAST, Icon.TEXT_SIZE, Icon.REACH, Icon.SOUND)
    )
    every = {
        "language": language,
        "place": "Gent · Stadskantoor",
        "controls": (back, help_, stop),
        "tools": tools,
        **common,
    }
    bring = (
        Item(Icon.CARD, t("Your current card", "Uw huidige kaart", "بطاقتك الحالية")),
        Item(
            Icon.PASSPORT, t("Passport or identity card", "Paspoort of identiteitskaart", "جواز السفر أو بطاقة الهوية")
        ),
        Item(
            Icon.PHOTO,
            t("No photo needed", "Geen foto nodig", "لا حاجة إلى صورة"),
            t("It is taken at the counter.", "Die nemen we aan het loket.", "نلتقطها عند الشباك."),
        ),
    )
    where = Where(
        t("Gentinfo reception", "Onthaal Gentinfo", "استقبال Gentinfo"),
        "Woodrow Wilsonplein 1, 9000 Gent",
        t("Mon–Fri 9:00–16:00, Sat 9:00–12:30", "ma–vr 9.00–16.00, za 9.00–12.30", "الاثنين–الجمعة 9:00–16:00"),
        (
            t(
                "Straight on, then the blue desk on the left.",
                "Rechtdoor, dan de blauwe balie links.",
                "إلى الأمام، ثم المكتب الأزرق على اليسار.",
            ),
        ),
        (
            (t("Entrance", "Ingang", "المدخل"), 0.36, 0.72, 0.28, 0.28),
            (t("Reception", "Onthaal", "الاستقبال"), 0.0, 0.0, 0.34, 0.45),
            (t("Counters 1–8", "Loket 1–8", "الشبابيك 1–8"), 0.36, 0.0, 0.64, 0.45),
            (t("Waiting room", "Wachtzaal", "قاعة الانتظار"), 0.66, 0.47, 0.34, 0.53),
        ),
        (0.5, 0.8),
        (0.17, 0.3),
    )
    line = TimeLine(
        (
            TimeMark(
                0.22, t("you can renew", "verlengen kan", "يمكن التجديد"), t("14 Feb", "14 feb", "14 فبراير"), "opens"
            ),
            TimeMark(0.55, t("last day", "laatste dag", "آخر يوم"), t("1 Mar", "1 mrt", "1 مارس"), "closes"),
            TimeMark(
                1.0, t("card expires", "kaart vervalt", "تنتهي البطاقة"), t("31 Mar", "31 mrt", "31 مارس"), "expires"
            ),
            TimeMark(0.32, t("Today, 20 Feb", "Vandaag, 20 feb", "اليوم، 20 فبراير"), "20", "today"),
        ),
        0.22,
        0.55,
        0.32,
        "",
    )
    steps = (
        (t("Your card", "Uw kaart", "بطاقتك"), Icon.CARD),
        (t("The chip is genuine", "De chip is echt", "الشريحة أصلية"), Icon.CHIP),
        (t("Your PIN", "Uw pincode", "رمز PIN"), Icon.PIN),
    )

    def at(*states):
        return tuple(Step(label, icon, s) for (label, icon), s in zip(steps, states, strict=True))

    ticket_again = Action("ticket", t("Just a ticket", "Alleen een ticket", "تذكرة فقط"), Icon.TICKET)
    ok = Action("done", t("Done", "Klaar", "تم"), Icon.DONE)
    ticket_primary = Action(
        "ticket.reception",
        t("Ticket for the reception", "Ticket voor het onthaal", "تذكرة للاستقبال"),
        Icon.TICKET,
        t("They make the appointment with you now.", "Zij maken nu de afspraak met u.", "يحددون الموعد معك الآن."),
        Role.PRIMARY,
    )
    ticket_view = {
        "title": t("Your ticket", "Uw ticket", "تذكرتك"),
        "number": "R014",
        "service": t("Residence card · reception", "Verblijfskaart · onthaal", "بطاقة الإقامة · الاستقبال"),
        "ahead": t("3 people before you", "3 mensen voor u", "3 أشخاص قبلك"),
        "wait": t("About 10 to 20 minutes", "Ongeveer 10 tot 20 minuten", "حوالي 10 إلى 20 دقيقة"),
        "where": where,
        "bring_title": t("Keep ready", "Houd klaar", "جهّز"),
        "bring": bring[:2],
        "actions": (ok,),
    }
    menu = (
        Action(
            "menu.card",
            t("My residence card", "Mijn verblijfskaart", "بطاقة إقامتي"),
            Icon.CARD,
            t("Valid until when, renew, cost", "Tot wanneer, verlengen, prijs", "الصلاحية والتجديد والتكلفة"),
        ),
        Action("menu.collect", t("Collect a card", "Een kaart afhalen", "استلام بطاقة"), Icon.CARD_COLLECT),
        Action("menu.appointment", t("I have an appointment", "Ik heb een afspraak", "لدي موعد"), Icon.APPOINTMENT),
        Action(
            "menu.no_card",
            t("I do not have my card", "Ik heb mijn kaart niet", "بطاقتي ليست معي"),
            Icon.NO_CARD,
            t("Lost, stolen or damaged", "Verloren, gestolen of beschadigd", "مفقودة أو مسروقة أو تالفة"),
        ),
        Action("menu.ticket", t("Just a ticket", "Alleen een ticket", "تذكرة فقط"), Icon.TICKET),
        Action("menu.other", t("Something else", "Iets anders", "شيء آخر"), Icon.OTHER),
    )
    yes_no = (Action("yes", t("Yes", "Ja", "نعم"), Icon.DONE), Action("no", t("No", "Nee", "لا"), Icon.STOP))
    pin = {
        "title": t("Type your PIN", "Typ uw pincode", "اكتب رمز PIN"),
        "body": (t("Cover the pad with your hand.", "Dek het toetsenbord af met uw hand.", "غطّ اللوحة بيدك."),),
        "tries": t("3 tries left", "Nog 3 pogingen", "بقيت 3 محاولات"),
        "confirm_label": t("Confirm", "Bevestig", "تأكيد"),
        "erase_label": t("Erase", "Wis", "مسح"),
    }
    return [
        (
            "attract",
            v.AttractView(
                **{**every, "controls": ()},
                title=t("Residence card?", "Verblijfskaart?", "بطاقة الإقامة؟"),
                body=(t("Ask here what to do next.", "Vraag hier wat u moet doen.", "اسأل هنا عن الخطوة التالية."),),
                invitations=tuple(TOUCH.items()),
                offers=(
                    (Icon.CARD, t("My card", "Mijn kaart", "بطاقتي")),
                    (Icon.CARD_COLLECT, t("Collect", "Afhalen", "استلام")),
                    (Icon.APPOINTMENT, t("Appointment", "Afspraak", "موعد")),
                    (Icon.TICKET, t("Ticket", "Ticket", "تذكرة")),
                ),
                hours=t("Open until 16:00", "Open tot 16.00 uur", "مفتوح حتى 16:00"),
                waiting=t("4 people are waiting", "4 mensen wachten", "4 أشخاص ينتظرون"),
            ),
        ),
        (
            "language",
            v.LanguageView(
                **every,
                title=t("Choose your language", "Kies uw taal", "اختر لغتك"),
                actions=tuple(Action(f"language.{c}", name, language=c) for c, name in LANGUAGES.items()),
            ),
        ),
        (
            "menu",
            v.MenuView(
                **every,
                title=t("What would you like to do?", "Wat wilt u doen?", "ماذا تريد أن تفعل؟"),
                actions=menu,
                focus="menu.collect",
            ),
        ),
        (
            "question",
            v.QuestionView(
                **every,
                title=t(
                    "Did the letter with the codes come?",
                    "Kreeg u de brief met de codes?",
                    "هل وصلت الرسالة التي فيها الرموز؟",
                ),
                body=(
                    t(
                        "It comes by post, in a closed envelope.",
                        "Die komt met de post, in een gesloten omslag.",
                        "تصل بالبريد في ظرف مغلق.",
                    ),
                ),
                icon=Icon.LETTER,
                actions=yes_no,
            ),
        ),
        (
            "insert",
            v.InsertCardView(
                **every,
                title=t("Put your card in", "Steek uw kaart in", "أدخل بطاقتك"),
                body=(
                    t(
                        "The chip goes in first, facing up.",
                        "De chip eerst, met de chip naar boven.",
                        "الشريحة أولاً ووجهها إلى الأعلى.",
                    ),
                ),
                actions=(
                    Action(
                        "no_card", t("I have no card here", "Ik heb geen kaart bij me", "لا أحمل بطاقة"), Icon.NO_CARD
                    ),
                ),
            ),
        ),
        (
            "insert-turn",
            v.InsertCardView(
                **every,
                title=t("Turn the card", "Draai de kaart om", "اقلب البطاقة"),
                body=(
                    t(
                        "Take it out and put the other end in.",
                        "Neem ze uit en steek de andere kant in.",
                        "أخرجها وأدخل الطرف الآخر.",
                    ),
                ),
                turn=True,
                tone=Tone.ATTENTION,
                icon=Icon.CARD_TURN,
            ),
        ),
        (
            "reading",
            v.ReadingView(
                **every,
                title=t("We read your card", "We lezen uw kaart", "نقرأ بطاقتك"),
                body=(
                    t(
                        "We look at its type and dates. Nothing is kept.",
                        "We bekijken de soort en de datums. We bewaren niets.",
                        "ننظر إلى نوعها وتواريخها. لا نحتفظ بشيء.",
                    ),
                ),
                steps=at(StepState.RUNNING, StepState.WAITING, StepState.WAITING)[:2],
            ),
        ),
        (
            "greeting",
            v.GreetingView(
                **every,
                title=t("Hello Amina", "Dag Amina", "مرحباً Amina"),
                body=(t("Your card is being checked.", "We controleren uw kaart.", "نتحقق من بطاقتك."),),
                steps=at(StepState.DONE, StepState.RUNNING, StepState.WAITING)[:2],
                private=True,
            ),
        ),
        ("pin", v.PinView(**every, **pin, typed=2)),
        (
            "pin-pad",
            v.PinView(
                **every,
                **{
                    **pin,
                    "title": t("Type your PIN on the pad", "Typ uw pincode op het toestel", "اكتب رمز PIN على الجهاز"),
                },
                typed=0,
                on_pad=True,
            ),
        ),
        ("pin-ready", v.PinView(**every, **pin, typed=4, can_confirm=True, focus="pin.ok")),
        (
            "last-try",
            v.LastTryView(
                **every,
                title=t("One try left", "Nog één poging", "بقيت محاولة واحدة"),
                body=(
                    t(
                        "If it is wrong, the card is blocked for electronic use.",
                        "Is die fout, dan is de kaart geblokkeerd voor elektronisch gebruik.",
                        "إذا كان خاطئاً تُقفل البطاقة للاستخدام الإلكتروني.",
                    ),
                    t("The card itself stays valid.", "De kaart zelf blijft geldig.", "تبقى البطاقة نفسها صالحة."),
                ),
                tone=Tone.STOP,
                icon=Icon.WARNING,
                actions=(
                    Action(
                        "stop",
                        t("Stop, I ask at the counter", "Stop, ik vraag het aan het loket", "توقف، سأسأل عند الشباك"),
                        Icon.COUNTER,
                        role=Role.PRIMARY,
                    ),
                    Action("go_on", t("Type my PIN once more", "Nog één keer typen", "أكتب الرمز مرة أخرى"), Icon.PIN),
                ),
            ),
        ),
        (
            "checking",
            v.CheckingView(
                **every,
                title=t("We check your card", "We controleren uw kaart", "نتحقق من بطاقتك"),
                steps=at(StepState.DONE, StepState.DONE, StepState.RUNNING),
            ),
        ),
        (
            "answer",
            v.AnswerView(
                **every,
                title=t("You can renew now", "U kunt nu verlengen", "يمكنك التجديد الآن"),
                body=(
                    t(
                        "Your A card is valid until 31 March 2027.",
                        "Uw A-kaart is geldig tot 31 maart 2027.",
                        "بطاقتك A صالحة حتى 31 مارس 2027.",
                    ),
                ),
                tone=Tone.GOOD,
                icon=Icon.CALENDAR,
                time_line=line,
                fee_title=t("Price", "Prijs", "السعر"),
                fee=(FeeLine(t("A card", "A-kaart", "بطاقة A"), t("€ 29", "€ 29", "29 €")),),
                fee_note=t("Preferably contactless", "Liefst contactloos", "الأفضل الدفع دون تلامس"),
                bring_title=t("Bring with you", "Breng mee", "أحضر معك"),
                bring=bring,
                notes=(
                    t(
                        "No letter comes for an A card.",
                        "Voor een A-kaart komt er geen brief.",
                        "لا تصل رسالة لبطاقة A.",
                    ),
                ),
                where_title=t("Where", "Waar", "أين"),
                where=where,
                actions=(ticket_primary, Action("print", t("Print this", "Print dit", "اطبع هذا"), Icon.PRINTER), ok),
            ),
        ),
        (
            "answer-early",
            v.AnswerView(
                **every,
                title=t("Not yet", "Nog niet", "ليس بعد"),
                body=(
                    t(
                        "You can renew from Sunday 14 February.",
                        "Verlengen kan vanaf zondag 14 februari.",
                        "يمكن التجديد من الأحد 14 فبراير.",
                    ),
                    t(
                        "First open day: Monday 15 February.",
                        "Eerste open dag: maandag 15 februari.",
                        "أول يوم عمل: الاثنين 15 فبراير.",
                    ),
                ),
                tone=Tone.ATTENTION,
                icon=Icon.CLOCK,
                time_line=line,
                channels=(
                    Item(Icon.ONLINE, t("Online e-form", "E-formulier", "نموذج إلكتروني"), "stad.gent/verblijf"),
                    Item(Icon.PHONE, t("Telephone", "Telefoon", "هاتف"), "09 266 70 00"),
                ),
                actions=(Action("print", t("Print the dates", "Print de datums", "اطبع التواريخ"), Icon.PRINTER), ok),
            ),
        ),
        (
            "scan",
            v.ScanView(
                **every,
                title=t("Hold the code under the camera", "Houd de code onder de camera", "ضع الرمز تحت الكاميرا"),
                body=(
                    t("A letter or a phone, both work.", "Een brief of een telefoon, beide werken.", "رسالة أو هاتف."),
                ),
                actions=(Action("type", t("Type the number", "Typ het nummer", "اكتب الرقم"), Icon.KEYPAD),),
            ),
        ),
        (
            "code",
            v.CodeEntryView(
                **every,
                title=t("Type the number", "Typ het nummer", "اكتب الرقم"),
                body=(
                    t("It stands at the top of your letter.", "Het staat boven aan uw brief.", "هو في أعلى رسالتك."),
                ),
                typed="AFS-1040",
                can_confirm=True,
                confirm_label=t("Confirm", "Bevestig", "تأكيد"),
                erase_label=t("Erase", "Wis", "مسح"),
            ),
        ),
        (
            "confirm",
            v.ConfirmView(
                **every,
                title=t("Is this right?", "Klopt dit?", "هل هذا صحيح؟"),
                body=(
                    t(
                        "The camera read this from your card.",
                        "De camera las dit van uw kaart.",
                        "قرأت الكاميرا هذا من بطاقتك.",
                    ),
                ),
                rows=(
                    (t("Type", "Soort", "النوع"), "A"),
                    (t("Valid until", "Geldig tot", "صالحة حتى"), t("31 March 2027", "31 maart 2027", "31 مارس 2027")),
                ),
                actions=(
                    Action("yes", t("Yes, this is right", "Ja, dit klopt", "نعم، صحيح"), Icon.DONE, role=Role.PRIMARY),
                    Action("no", t("No", "Nee", "لا"), Icon.STOP),
                ),
            ),
        ),
        (
            "ticket-printing",
            v.TicketView(
                **every,
                **ticket_view,
                paper=PaperState.PRINTING,
                paper_label=t("Your ticket is being printed.", "Uw ticket wordt geprint.", "تُطبع تذكرتك."),
            ),
        ),
        (
            "ticket-printed",
            v.TicketView(
                **every,
                **ticket_view,
                paper=PaperState.PRINTED,
                paper_label=t("Take your ticket.", "Neem uw ticket.", "خذ تذكرتك."),
            ),
        ),
        (
            "ticket-screen",
            v.TicketView(
                **every,
                **{**ticket_view, "bring": ()},
                paper=PaperState.SCREEN_ONLY,
                paper_label=t(
                    "The paper is out. Take a photo of this number.",
                    "Het papier is op. Neem een foto van dit nummer.",
                    "نفد الورق. صوّر هذا الرقم.",
                ),
                qr="https://ticket.example/t/7F3K9Q",
            ),
        ),
        (
            "take-card",
            v.TakeCardView(
                **every,
                title=t("Take your card", "Neem uw kaart", "خذ بطاقتك"),
                body=(t("Do not forget it.", "Vergeet ze niet.", "لا تنسها."),),
                tone=Tone.ATTENTION,
                icon=Icon.CARD,
            ),
        ),
        (
            "take-ticket",
            v.TakeTicketView(
                **every,
                title=t("Take your ticket", "Neem uw ticket", "خذ تذكرتك"),
                body=(t("Goodbye.", "Tot ziens.", "مع السلامة."),),
                number="R014",
                tone=Tone.GOOD,
                icon=Icon.TICKET,
            ),
        ),
        (
            "more-time",
            v.MoreTimeView(
                **every,
                title=t("Do you need more time?", "Hebt u meer tijd nodig?", "هل تحتاج وقتاً أطول؟"),
                body=(
                    t(
                        "Otherwise we stop and forget everything.",
                        "Anders stoppen we en vergeten we alles.",
                        "وإلا نتوقف وننسى كل شيء.",
                    ),
                ),
                seconds=19,
                actions=(
                    Action(
                        "more", t("Yes, more time", "Ja, meer tijd", "نعم، وقت أطول"), Icon.CLOCK, role=Role.PRIMARY
                    ),
                    Action("end", t("Stop", "Stoppen", "إنهاء"), Icon.STOP),
                ),
            ),
        ),
        (
            "sorry",
            v.SorryView(
                **every,
                title=t("The chip does not answer", "De chip antwoordt niet", "الشريحة لا تجيب"),
                cause=t(
                    "The chip may be damaged. Your card stays valid.",
                    "De chip is misschien stuk. Uw kaart blijft geldig.",
                    "قد تكون الشريحة تالفة. تبقى بطاقتك صالحة.",
                ),
                next_step=t(
                    "Take a ticket. The counter looks at the card.",
                    "Neem een ticket. Het loket bekijkt de kaart.",
                    "خذ تذكرة. يفحص الشباك البطاقة.",
                ),
                telephone="09 266 70 00",
                tone=Tone.STOP,
                icon=Icon.CARD_DAMAGED,
                actions=(ticket_again,),
            ),
        ),
        (
            "closed",
            v.ClosedView(
                **{**every, "controls": ()},
                title=t("We are closed", "We zijn gesloten", "نحن مغلقون"),
                opens=t("We open Monday at 9:00.", "We openen maandag om 9.00 uur.", "نفتح الاثنين الساعة 9:00."),
                where=where,
                icon=Icon.CLOCK,
            ),
        ),
        (
            "out-of-service",
            v.OutOfServiceView(
                **{**every, "controls": ()},
                title=t("This kiosk cannot help now", "Dit toestel werkt nu niet", "لا يعمل هذا الجهاز الآن"),
                body=(t("Please go to the reception.", "Ga naar het onthaal.", "توجه إلى الاستقبال."),),
                messages=tuple(TOUCH.items()),
                until=t("Until 13:00", "Tot 13.00 uur", "حتى 13:00"),
                telephone="09 266 70 00",
                tone=Tone.ATTENTION,
                icon=Icon.POWER,
            ),
        ),
        (
            "help",
            v.HelpView(
                **every,
                title=t("Help", "Hulp", "مساعدة"),
                topics=(
                    Item(
                        Icon.LANGUAGE,
                        t("Another language", "Een andere taal", "لغة أخرى"),
                        t(
                            "Touch this sign at any time.",
                            "Raak dit teken aan wanneer u wilt.",
                            "المس هذه العلامة في أي وقت.",
                        ),
                    ),
                    Item(
                        Icon.TEXT_SIZE,
                        t("Larger text", "Grotere tekst", "نص أكبر"),
                        t("Touch it again for even larger.", "Nog eens voor nog groter.", "مرة أخرى لنص أكبر."),
                    ),
                    Item(
                        Icon.CONTRAST,
                        t("Black and yellow", "Zwart en geel", "أسود وأصفر"),
                        t("More contrast on the screen.", "Meer contrast op het scherm.", "تباين أكبر على الشاشة."),
                    ),
                    Item(
                        Icon.REACH,
                        t("Buttons lower", "Knoppen lager", "أزرار أخفض"),
                        t("For people who sit.", "Voor wie zit.", "لمن يجلس."),
                    ),
                    Item(
                        Icon.HEADSET,
                        t("Listen", "Luister", "استمع"),
                        t(
                            "Plug your headset in below.",
                            "Steek uw hoofdtelefoon onderaan in.",
                            "أدخل سماعتك في الأسفل.",
                        ),
                    ),
                ),
                actions=(Action("close", t("Go on", "Ga verder", "تابع"), Icon.NEXT, role=Role.PRIMARY),),
            ),
        ),
        (
            "staff",
            v.StaffView(
                **{**every, "controls": (back,)},
                title=t("All devices work", "Alle toestellen werken", "كل الأجهزة تعمل"),
                tabs=(
                    Action("staff.today", t("Today", "Vandaag", "اليوم"), Icon.CHART, selected=True),
                    Action("staff.devices", t("Devices", "Toestellen", "الأجهزة"), Icon.SETTINGS),
                    Action("staff.power", t("Service", "Dienst", "الخدمة"), Icon.POWER),
                ),
                rows=(
                    StaffRow(
                        t("Card reader", "Kaartlezer", "قارئ البطاقات"),
                        t("ready", "klaar", "جاهز"),
                        Tone.GOOD,
                        "ACS ACR39U",
                        Icon.CARD,
                    ),
                    StaffRow(
                        t("Printer", "Printer", "الطابعة"),
                        t("paper low", "bijna op", "الورق قليل"),
                        Tone.ATTENTION,
                        t("Change the roll today.", "Vervang de rol vandaag.", "بدّل اللفة اليوم."),
                        Icon.PRINTER,
                    ),
                    StaffRow(
                        t("Network", "Netwerk", "الشبكة"),
                        t("down since 9:12", "weg sinds 9.12", "مقطوعة منذ 9:12"),
                        Tone.STOP,
                        "",
                        Icon.NETWORK,
                    ),
                    StaffRow(t("Tickets", "Tickets", "التذاكر"), "143", icon=Icon.TICKET),
                ),
                charts=(
                    Chart(
                        t("Tickets an hour", "Tickets per uur", "التذاكر في الساعة"),
                        tuple(
                            Bar(f"{h}", val, str(val))
                            for h, val in ((9, 31), (10, 24), (11, 18), (12, 9), (13, 14), (14, 22), (15, 25))
                        ),
                    ),
                    Chart(
                        t("Languages", "Talen", "اللغات"),
                        tuple(
                            Bar(c, val, str(val))
                            for c, val in (("nl", 61), ("en", 34), ("fr", 12), ("tr", 14), ("ar", 22))
                        ),
                    ),
                ),
                actions=(
                    Action(
                        "staff.out", t("Out of service", "Buiten dienst", "خارج الخدمة"), Icon.POWER, role=Role.DANGER
                    ),
                    Action("staff.print", t("Test print", "Testprint", "طباعة تجريبية"), Icon.PRINTER),
                ),
            ),
        ),
        (
            "staff-pin",
            v.StaffView(
                **{**every, "controls": (back,)}, title=t("Staff PIN", "Pincode personeel", "رمز الموظفين"), typed=3
            ),
        ),
        (
            "board",
            v.BoardView(
                language=language,
                title="Gent · Stadskantoor",
                clock="10:42",
                counter_label=t("Counter", "Loket", "الشباك"),
                current=Call("R014", "4", t("Residence card", "Verblijfskaart", "بطاقة الإقامة"), fresh=True),
                recent=tuple(
                    Call(num, c)
                    for num, c in (("R013", "2"), ("P007", "6"), ("R012", "4"), ("Z003", "1"), ("R011", "3"))
                ),
                **common,
            ),
        ),
    ]
