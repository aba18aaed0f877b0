//! Messages that differ in their number only.

/// An admission of a patient nobody else has, under a control id.
pub(crate) fn admission(control_id: &str, number: usize) -> String {
    let at = "20260329144610+0100";
    [
        format!("MSH|^~\\&|PAS|RZZ|ROUTE|ROUTE|{at}||ADT^A01^ADT_A01|{control_id}|P|2.4"),
        format!("EVN||{at}|||OP^Operator|{at}"),
        format!("PID|1||H{number}^^^RZZ||TESTER^NUMBER {number}||19380214|2"),
        format!("PV1|1|I|RZZ^EAU^B{number}^RZZ01|21{}V{number}^^^RZZ_VISIT", "|".repeat(15)),
        String::new(),
    ]
    .join("\r")
}
