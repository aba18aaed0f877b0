//! Who and what is around a client: family, warnings, legal status, enquiries, equipment.

use super::book::{Book, Cell, WriteError, flag};
use crate::case::{Case, Relation};
use crate::town::Town;

pub(super) fn write(book: &mut Book<'_>, town: &Town, case: &Case<'_>) -> Result<(), WriteError> {
    for relation in &case.relations {
        related(book, case, relation)?;
    }
    warnings(book, case)?;
    legal(book, case)?;
    enquiries(book, case)?;
    equipment(book, town, case)
}

fn related(book: &mut Book<'_>, case: &Case<'_>, relation: &Relation) -> Result<(), WriteError> {
    let [carer, next_of_kin, emergency, keys] = relation.roles;
    book.count_and_add(
        "DM_RELATIONSHIPS",
        &[
            (&case.id).into(),
            (&relation.name).into(),
            "1901-01-01".into(),
            relation.code.into(),
            flag(carer),
            flag(next_of_kin),
            flag(emergency),
            flag(keys),
            flag(relation.main_carer),
            relation.carer_status.into(),
            flag(relation.same_house),
            relation.phone.clone().into(),
            Cell::Null,
            relation.comments.into(),
            relation.may_contact.into(),
            "CANARY carer has a condition of her own".into(),
            Cell::Null,
        ],
    )
}

fn warnings(book: &mut Book<'_>, case: &Case<'_>) -> Result<(), WriteError> {
    for warning in &case.warnings {
        book.count_and_add(
            "DM_WARNINGS",
            &[
                (&case.id).into(),
                warning.code.into(),
                warning.text.into(),
                warning.starts.into(),
                warning.review.into(),
                warning.ended.into(),
                case.worker.into(),
            ],
        )?;
    }
    Ok(())
}

fn legal(book: &mut Book<'_>, case: &Case<'_>) -> Result<(), WriteError> {
    for legal in &case.legal {
        book.count_and_add(
            "DM_LEGAL_STATUS",
            &[
                (&case.id).into(),
                legal.code.into(),
                legal.applied.into(),
                legal.starts.into(),
                legal.ends.into(),
                legal.registered.into(),
                legal.holder.clone().into(),
                legal.phone.clone().into(),
                legal.holder.is_some().then_some("Copy seen, on file").into(),
                legal.notes.into(),
            ],
        )?;
    }
    Ok(())
}

fn enquiries(book: &mut Book<'_>, case: &Case<'_>) -> Result<(), WriteError> {
    for enquiry in &case.enquiries {
        book.count_and_add(
            "DM_SAFEGUARDING_ENQUIRIES",
            &[
                (&case.id).into(),
                enquiry.raised.into(),
                if enquiry.closed.is_some() { "CLOSED" } else { "OPEN" }.into(),
                enquiry.closed.into(),
                "CANARY unexplained bruising to the left arm".into(),
                "CANARY named relative".into(),
            ],
        )?;
    }
    Ok(())
}

fn equipment(book: &mut Book<'_>, town: &Town, case: &Case<'_>) -> Result<(), WriteError> {
    let chance = &mut case.chance(town, "equipment");
    for (code, since) in &case.equipment {
        let telecare = matches!(*code, "PEND" | "FALLS");
        let free_text = (!telecare && chance.happens(80)).then_some("As ordered by OT, see order");
        book.count_and_add(
            "DM_EQUIPMENT",
            &[
                (&case.id).into(),
                (*code).into(),
                free_text.into(),
                (*since).into(),
                Cell::Null,
                chance.word(&["Bathroom", "Bedroom", "Front door", "Living room"]).into(),
                if telecare { "01632 960046" } else { "01632 960170" }.into(),
                Cell::Hundredths(7_777),
            ],
        )?;
    }
    Ok(())
}
