//! One ADT message, in the shape of the ITK HL7 v2.4 profile.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::segments::{Segment, components, day, escaped, time};
use super::stay::{Class, Known, Stay, WayOut};
use super::wards::Bed;
use crate::names;
use crate::person::{Sex, Townsperson};

/// Everything that a message says besides the patient and the stay.
pub(super) struct Envelope<'a> {
    /// `A01` and so on.
    pub(super) event: &'static str,
    /// MSH-10.
    pub(super) control: &'a str,
    /// When the message is sent, when the event was keyed in, when it took place.
    pub(super) sent: Timestamp,
    pub(super) recorded: Timestamp,
    pub(super) occurred: Timestamp,
    pub(super) zone: &'a TimeZone,
    pub(super) style: Style,
}

/// Which hand wrote the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// As the ITK profile asks.
    Itk,
    /// As a system does that speaks v2.3: no structure, no zone, letters for sex, the status of
    /// the NHS number in CX.5, no EVN-6, ISO 8859-1.
    Older,
}

/// Who keyed it in.
const OPERATORS: [&str; 3] = [
    "RZZ7741^Okafor^Ngozi^^^Ms^^RZZ01",
    "RZZ7802^Barton^Sandra^^^Mrs^^RZZ01",
    "RZZ7915^Lewis^Gareth^^^Mr^^RZZ01",
];
const CONSULTANT: &str = "C9990042^Adeyemi^Tunde^^^Dr^^^GMC";

impl Envelope<'_> {
    fn time(&self, at: Timestamp) -> String {
        time(at, self.zone, self.style == Style::Itk)
    }

    /// MSH and EVN.
    pub(super) fn head(&self) -> String {
        let (event, control, sent) = (self.event, self.control, self.time(self.sent));
        let recorded = self.time(self.recorded);
        match self.style {
            Style::Itk => {
                let structure = structure(event);
                let msh = format!(
                    "MSH|^~\\&|PAS|RZZ|ROUTE|ROUTE|{sent}||ADT^{event}^{structure}|{control}|P|2.4\
                     |||||GBR|UNICODE|EN||iTKv1.0\r"
                );
                let which = control.len() + usize::from(control.ends_with(['1', '4', '7']));
                let operator = OPERATORS.get(which % OPERATORS.len()).copied();
                let evn = Segment::new("EVN")
                    .with(2, recorded)
                    .with(5, operator.unwrap_or_default())
                    .with(6, self.time(self.occurred));
                msh + &evn.end()
            }
            Style::Older => {
                let msh = format!(
                    "MSH|^~\\&|EPR|RZZ|TIE|RZZ|{sent}||ADT^{event}|{control}|P|2.3||||||8859/1\r"
                );
                msh + &Segment::new("EVN").with(1, event).with(2, recorded).end()
            }
        }
    }

    /// PID and PD1.
    pub(super) fn patient(&self, person: &Townsperson, stay: &Stay) -> String {
        let pid = Segment::new("PID").with(1, "1");
        if stay.known == Known::Unknown {
            let words = if person.sex == Sex::Male { "UNKNOWN MALE" } else { "UNKNOWN FEMALE" };
            return pid
                .with(3, format!("{}^^^RZZ", stay.hospital_number))
                .with(5, format!("UNKNOWN^{words}^^^^^U"))
                .with(8, sex(person.sex, self.style))
                .with(31, "Y")
                .with(32, "~UD~UA~~~NSTS04")
                .end();
        }
        let died = died_at(stay);
        let mut pid = pid
            .with(3, self.identifiers(person, stay))
            .with(5, written_names(person))
            .with(7, day(person.born))
            .with(8, sex(person.sex, self.style))
            .with(11, address(person))
            .with(13, phones(person))
            .with(15, "en")
            .with(22, names::ethnic_category(person.origin));
        if let Some(at) = died {
            pid = pid.with(29, self.time(at)).with(30, "Y");
        }
        if self.style == Style::Itk {
            let status = if stay.known == Known::Traced { "NSTS01" } else { "NSTS03" };
            pid = pid.with(32, status);
        }
        let practice = format!("NETHERBY SURGERY^^{}", person.practice());
        pid.end() + &Segment::new("PD1").with(3, practice).end()
    }

    fn identifiers(&self, person: &Townsperson, stay: &Stay) -> String {
        let nhs = person.nhs.digits();
        let local = &stay.hospital_number;
        match (stay.known, self.style) {
            // A merge names the numbers of one kind only, in the same place as MRG-1.
            _ if self.event == "A40" => format!("{local}^^^RZZ"),
            (Known::Traced, Style::Itk) => format!("{nhs}^^^NHS~{local}^^^RZZ"),
            (Known::Traced, Style::Older) => format!("{nhs}^^^NHS^NH01~{local}^^^RZZ^MRN"),
            _ => format!("{local}^^^RZZ"),
        }
    }

    /// PV1.
    pub(super) fn visit(&self, stay: &Stay, person: &Townsperson) -> String {
        let specialty = stay.bed.on().specialty;
        let mut pv1 = Segment::new("PV1")
            .with(1, "1")
            .with(2, stay.class.code())
            .with(3, location(stay.bed, stay.class))
            .with(4, stay.method)
            .with(10, specialty)
            .with(19, format!("{}^^^RZZ_VISIT", stay.visit));
        if stay.class != Class::Planned {
            pv1 = pv1.with(9, CONSULTANT).with(14, person.admission_source());
            pv1 = pv1.with(44, self.time(stay.admitted));
        }
        if let (Some(earlier), "A02" | "A12") = (stay.earlier_bed, self.event) {
            pv1 = pv1.with(6, location(earlier, stay.class));
        }
        match (stay.left, self.event) {
            (Some(left), "A03") => {
                let (disposition, destination) = way_out(stay, person);
                pv1 = pv1.with(36, disposition).with(37, destination).with(45, self.time(left));
            }
            (_, "A13") => pv1 = pv1.with(45, "\"\""),
            _ => {}
        }
        pv1.end()
    }

    /// PV2 and ZU1, where there is anything to say.
    pub(super) fn plan(&self, stay: &Stay) -> String {
        let mut pv2 = Segment::new("PV2").with(3, stay.reason);
        match self.event {
            "A05" => pv2 = pv2.with(8, self.time(stay.admitted)),
            "A16" => pv2 = pv2.with(9, self.time(stay.ends)),
            _ => {}
        }
        if let (Some(expected), "A01" | "A05" | "A06" | "A08" | "A13") = (stay.expected, self.event)
        {
            pv2 = pv2.with(9, day(expected));
        }
        if matches!(self.event, "A01" | "A04") {
            pv2 = pv2.with(38, if stay.class == Class::Emergency { "A" } else { "H" });
        }
        let fit = stay
            .fit_since
            .map(|since| Segment::new("ZU1").with(22, "Y").with(24, self.time(since)).end());
        pv2.end() + &fit.unwrap_or_default()
    }
}

/// MSH-9.3 (ITK HL7 v2 message specification 1.0.15).
fn structure(event: &str) -> &'static str {
    match event {
        "A02" => "ADT_A02",
        "A03" => "ADT_A03",
        "A05" | "A31" => "ADT_A05",
        "A06" => "ADT_A06",
        "A11" | "A12" => "ADT_A09",
        "A16" => "ADT_A16",
        "A17" => "ADT_A17",
        "A38" => "ADT_A38",
        "A40" => "ADT_A39",
        _ => "ADT_A01",
    }
}

/// PV1-36 and PV1-37. Of an attendance, 36 says what became of it; of a stay, the NHS discharge
/// method.
fn way_out(stay: &Stay, person: &Townsperson) -> (&'static str, &'static str) {
    match (stay.class, stay.way_out) {
        (Class::Emergency, WayOut::Ward) => ("1", ""),
        (Class::Emergency, WayOut::Left) => ("12", "19"),
        (Class::Emergency, _) => ("2", person.admission_source()),
        (_, WayOut::Died) => ("4", "79"),
        (_, WayOut::OtherHospital) => ("1", "51"),
        (_, _) => ("1", person.admission_source()),
    }
}

/// When the patient died, where the stay has ended so.
fn died_at(stay: &Stay) -> Option<Timestamp> {
    stay.left.filter(|_| stay.way_out == WayOut::Died)
}

fn location(bed: Bed, class: Class) -> String {
    let ward = bed.on();
    let label = if class == Class::Planned { String::new() } else { bed.label() };
    components(&["RZZ", ward.code, &label, "RZZ01", "", "", "", "", ward.name])
}

fn sex(sex: Sex, style: Style) -> &'static str {
    match (sex, style) {
        (Sex::Male, Style::Itk) => "1",
        (Sex::Female, Style::Itk) => "2",
        (Sex::Male, Style::Older) => "M",
        (Sex::Female, Style::Older) => "F",
    }
}

fn written_names(person: &Townsperson) -> String {
    let name = &person.name;
    let capital = |text: &str| text.to_uppercase();
    let usual = components(&[
        &capital(&name.family),
        &capital(&name.given),
        &capital(&name.middle),
        "",
        &capital(name.title),
        "",
        "L",
    ]);
    match name.preferred {
        Some(preferred) => {
            let preferred = components(&["", &capital(preferred), "", "", "", "", "PREFERRED"]);
            format!("{usual}~{preferred}")
        }
        None => usual,
    }
}

fn address(person: &Townsperson) -> String {
    let home = &person.home;
    let (first, second) = home.two_lines();
    components(&[
        &first.to_uppercase(),
        &second.to_uppercase(),
        &home.town.to_uppercase(),
        "WESTSHIRE",
        &home.postcode,
        "GBR",
        "H",
    ])
}

fn phones(person: &Townsperson) -> String {
    let landline = person.landline.as_ref().map(|number| format!("{}^PRN^PH", packed(number)));
    let mobile = person.mobile.as_ref().map(|number| format!("{}^PRN^CP", packed(number)));
    landline.into_iter().chain(mobile).collect::<Vec<_>>().join("~")
}

fn packed(number: &str) -> String {
    escaped(&number.replace(' ', ""))
}

/// MRG of a merge: the number that is given up.
pub(super) fn merged(retired: &str) -> String {
    Segment::new("MRG").with(1, format!("{retired}^^^RZZ")).end()
}
