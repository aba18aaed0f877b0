//! The columns themselves, part by part.

use care::record::PartName;

use super::{Column, Kind};

type Groups = &'static [&'static [Column]];

pub(super) fn of(part: PartName) -> Groups {
    match part {
        PartName::Person => PERSON,
        PartName::Alerts => ALERTS,
        PartName::Capacity => CAPACITY,
        PartName::Attorneys => ATTORNEYS,
        PartName::Deprivations => DEPRIVATIONS,
        PartName::MentalHealth => MENTAL_HEALTH,
        PartName::Safeguarding => SAFEGUARDING,
        PartName::Professionals => PROFESSIONALS,
        PartName::Contacts => CONTACTS,
        PartName::Referrals => REFERRALS,
        PartName::Packages => PACKAGES,
        PartName::Visits => VISITS,
        PartName::SupportReasons => SUPPORT_REASONS,
        PartName::Assessments => ASSESSMENTS,
        PartName::Equipment => EQUIPMENT,
    }
}

const fn text(name: &'static str, meaning: &'static str) -> Column {
    Column { name, kind: Kind::Text, meaning }
}

const fn when(name: &'static str, meaning: &'static str) -> Column {
    Column { name, kind: Kind::When, meaning }
}

const fn day(name: &'static str, meaning: &'static str) -> Column {
    Column { name, kind: Kind::Day, meaning }
}

const fn phone(name: &'static str, meaning: &'static str) -> Column {
    Column { name, kind: Kind::Phone, meaning }
}

const fn list(name: &'static str, meaning: &'static str) -> Column {
    Column { name, kind: Kind::List, meaning }
}

const fn number(name: &'static str, meaning: &'static str) -> Column {
    Column { name, kind: Kind::Number, meaning }
}

const fn code(name: &'static str, list: &'static str, meaning: &'static str) -> Column {
    Column { name, kind: Kind::Code(list), meaning }
}

const fn flag(name: &'static str, meaning: &'static str) -> Column {
    code(name, "yes_no", meaning)
}

const fn id(name: &'static str, meaning: &'static str) -> Column {
    Column { name, kind: Kind::Id, meaning }
}

/// What every part may give.
const EVERY: &[Column] = &[
    id("person_id", "the person asked for; another one in it refuses the whole answer"),
    when("changed", "when the council last changed this entry"),
];

/// Who did or wrote something, under the names that begin with `$who`.
macro_rules! professional {
    ($who:literal, $whose:literal) => {
        &[
            text(concat!($who, "_name"), concat!($whose, " name")),
            text(concat!($who, "_role"), concat!($whose, " role")),
            text(concat!($who, "_grade"), concat!($whose, " grade")),
            text(concat!($who, "_speciality"), concat!($whose, " speciality")),
            text(concat!($who, "_identifier"), concat!($whose, " registration or staff id")),
            text(concat!($who, "_organisation"), concat!($whose, " employer")),
            phone(concat!($who, "_phone"), concat!($whose, " telephone")),
            when(concat!($who, "_completed"), concat!($whose, " entry: when it was written")),
        ]
    };
}

const RECORDED_BY: &[Column] = professional!("recorded_by", "the writer's");

/// Who somebody is, as the people index and the record both say it.
const IDENTITY: &[Column] = &[
    text("family", "family name"),
    text("given", "first given name"),
    text("middle", "further given names"),
    text("title", "title"),
    text("suffix", "letters after the name"),
    text("preferred_name", "how the person wants to be addressed"),
    Column { name: "born", kind: Kind::Birth, meaning: "date of birth" },
    flag("born_estimated", "whether the date of birth was guessed"),
    code("gender", "gender", "stated gender"),
    Column { name: "nhs_number", kind: Kind::NhsNumber, meaning: "NHS number" },
    text("address_line_1", "usual address, first line"),
    text("address_line_2", "usual address, second line"),
    text("address_line_3", "usual address, third line"),
    text("address_line_4", "usual address, fourth line"),
    text("address_line_5", "usual address, fifth line"),
    text("postcode", "postcode of the usual address"),
    day("died_on", "date of death"),
    code("sharing", "sharing", "what must be held back"),
];

const PERSON: Groups = &[
    IDENTITY,
    &[
        list("other_identifiers", "further identifiers that the council shares"),
        text("authority_code", "ODS code of the responsible council"),
        text("authority_name", "name of the responsible council"),
        text("authority_team", "team that assesses"),
        text("authority_contact_name", "who liaises with the hospital about discharge"),
        phone("authority_contact_phone", "that person's telephone"),
        day("known_since", "since when the council knows the person"),
        text("case_state", "whether the case is open, in the council's words"),
        text("language", "language spoken"),
        flag("interpreter", "whether an interpreter is needed"),
        text("communication_needs", "hearing aids, easy read, speak slowly"),
        text("adjustments", "reasonable adjustments agreed"),
        text("lives_with", "with whom the person lives"),
        text("home_kind", "own house, sheltered flat, care home"),
        flag("key_safe", "whether there is a key safe; never its code"),
        text("home_access", "stairs, lift, back door"),
        text("pets", "pets that somebody must feed or fear"),
        text("telecare", "pendant alarm, falls sensor"),
    ],
    EVERY,
];

const ALERTS: Groups = &[
    &[
        code("audience", "alert_audience", "whom it concerns, or that it is not for a hospital"),
        text("kind", "the source's own kind of alert; looked at and never kept"),
        text("text", "the warning in words"),
        when("starts", "in force since"),
        when("ends", "to be reviewed on, or ended on"),
    ],
    RECORDED_BY,
    EVERY,
];

const CAPACITY: Groups = &[
    &[
        when("assessed", "when"),
        text("location", "where"),
        text("outcome", "which decision, the outcome, any best interests decision"),
        text("document", "where the paper is"),
    ],
    professional!("assessor", "the assessor's"),
    RECORDED_BY,
    EVERY,
];

const ATTORNEYS: Groups = &[
    &[
        code("kind", "attorney_kind", "what authority"),
        flag("registered", "whether it is registered"),
        when("recorded", "when it was recorded"),
        text("location", "where it was given"),
        text("document", "where the paper is"),
        text("name", "name of the attorney or deputy"),
        phone("phone", "telephone"),
    ],
    professional!("taken_by", "the taker's"),
    RECORDED_BY,
    EVERY,
];

const DEPRIVATIONS: Groups = &[
    &[
        when("applied", "when applied for"),
        code("status", "deprivation_status", "how far the application has come"),
        text("description", "the record and the reason"),
        when("starts", "authorised from"),
        when("ends", "authorised until"),
    ],
    professional!("applicant", "the applicant's"),
    EVERY,
];

const MENTAL_HEALTH: Groups = &[
    &[
        when("starts", "from"),
        when("ends", "until"),
        text("location", "where decided"),
        text("status", "the section, in words"),
        text("supporting", "community treatment order or conditional discharge"),
    ],
    professional!("decided_by", "the decider's"),
    RECORDED_BY,
    EVERY,
];

const SAFEGUARDING: Groups = &[
    &[
        when("raised", "when the council was told"),
        when("closed", "when it was closed; nothing means that it is open"),
        phone("phone", "telephone of the safeguarding team"),
    ],
    EVERY,
];

const PROFESSIONALS: Groups = &[
    &[
        text("name", "name"),
        text("role", "role in words"),
        flag("key_worker", "whether this is the key worker"),
        text("speciality", "speciality"),
        text("team", "team"),
        text("organisation", "employer"),
        phone("phone", "telephone"),
        text("email", "e-mail address"),
        when("starts", "concerned since"),
        when("ends", "concerned until"),
    ],
    EVERY,
];

const CONTACTS: Groups = &[
    &[
        flag("shareable", "whether the hospital may contact them; if not, the entry is dropped"),
        text("name", "name"),
        text("relationship", "daughter, neighbour"),
        list("roles", "carer, next of kin, emergency contact, key holder"),
        flag("main_carer", "whether this is the main unpaid carer"),
        text("can_continue", "whether the carer can go on caring, in the council's words"),
        flag("parental_responsibility", "whether they hold parental responsibility"),
        flag("household_member", "whether they live in the same household"),
        phone("phone", "telephone"),
        text("email", "e-mail address"),
        text("comments", "what matters: ring in an emergency, day or night"),
    ],
    EVERY,
];

const REFERRALS: Groups = &[
    &[
        when("made", "when"),
        text("from_service", "from which team or service"),
        text("kind", "hospital discharge notification, GP referral"),
        text("reason", "why"),
        text("to_service", "to which team or service"),
    ],
    professional!("referrer", "the referrer's"),
    professional!("recipient", "the recipient's"),
    EVERY,
];

const PACKAGES: Groups = &[
    &[
        id("package_id", "the source's id of the package, to join its visits"),
        text("name", "the specific package: Home care"),
        code("setting", "setting", "where and for how long"),
        when("starts", "provided from"),
        when("ends", "planned or actual end; nothing, or the year 9999, means open"),
        code("state", "package_state", "whether it runs"),
        text("authority", "the council that provides it"),
        text("funding", "who pays, in words; never an amount"),
        text("place", "where the care is given"),
        when("recorded", "when the entry was written"),
    ],
    &[
        text("provider_name", "who comes"),
        text("provider_code", "the provider's ODS code"),
        phone("provider_day_phone", "the provider's telephone by day"),
        phone("provider_night_phone", "the provider's telephone by night and at weekends"),
        text("provider_hours", "hours of the day number: 08:00 to 18:00, or 24 hours"),
    ],
    &[
        number("visits_a_day", "visits on an ordinary day"),
        number("carers_a_visit", "carers at each visit"),
        number("minutes_a_week", "minutes of care in a week, each visit counted once"),
    ],
    &[
        day("held_since", "on hold since"),
        day("restart_until", "the provider keeps the place until the end of this day"),
        number("notice_hours", "hours of notice that the provider needs to begin again"),
    ],
    EVERY,
];

const VISITS: Groups = &[
    &[
        id("package_id", "the package to which the visit belongs"),
        Column { name: "day", kind: Kind::Weekdays, meaning: "on which days of the week" },
        Column { name: "starts", kind: Kind::Time, meaning: "beginning" },
        number("minutes", "length in minutes"),
        number("carers", "how many carers come"),
        text("purpose", "personal care and breakfast"),
    ],
    EVERY,
];

const SUPPORT_REASONS: Groups = &[
    &[
        text("reason", "the reason in words"),
        flag("active", "whether it is the active one"),
        day("starts", "from"),
        day("ends", "until"),
    ],
    EVERY,
];

const ASSESSMENTS: Groups = &[
    &[
        when("done", "when done"),
        text("location", "where"),
        text("kind", "needs assessment, review, reablement"),
        text("outcome", "the outcome in words; never the text of the assessment"),
        list("scores", "structured results: name and score"),
        day("review_due", "when the next review is due"),
    ],
    professional!("assessor", "the assessor's"),
    RECORDED_BY,
    EVERY,
];

const EQUIPMENT: Groups = &[
    &[
        text("name", "what"),
        when("issued", "when issued"),
        text("comment", "where it stands, reviews"),
        phone("service_phone", "whom to ring for service"),
    ],
    EVERY,
];

pub(super) const PEOPLE: Groups = &[
    &[id("person_id", "the council's id of the person; a row without one is left out")],
    IDENTITY,
    &[
        list("former_families", "family names used before"),
        list("other_given_names", "other given names the person goes by"),
        code("nhs_number_status", "nhs_number_status", "how far the NHS number was traced"),
        list("former_nhs_numbers", "NHS numbers that were replaced by the present one"),
        list("earlier_postcodes", "postcodes of earlier addresses"),
        list("phones", "telephone numbers"),
        text("practice", "code of the GP practice"),
        flag("died", "whether the person has died, where the day is not known"),
        code("known", "known", "whether the entry is a person at all"),
        Column {
            name: "changed",
            kind: Kind::Id,
            meaning: "the change marker: later ones compare greater",
        },
    ],
];
