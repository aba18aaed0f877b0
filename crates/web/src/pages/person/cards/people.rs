//! Whom the ward may ring, who cares at home, and how the person lives and talks.

use care::record::{Equipment, Fact, PersonalContact, ProfessionalContact};

use super::{Block, Cards, Item};

impl Cards<'_> {
    pub(super) fn people_to_contact(&self) -> Block {
        let mut block = Self::block("people", "People to contact");
        self.add(&mut block, "Professionals", &self.record.professionals, |one| {
            self.professional(one)
        });
        self.add(&mut block, "Family and friends", &self.record.contacts, Self::contact);
        block
    }

    fn professional(&self, one: &ProfessionalContact) -> Item {
        let rows = vec![
            Self::text_row("Role", &one.role),
            Self::yes_row("Key worker", one.key_worker),
            Self::text_row("Team", &one.team),
            Self::text_row("Organisation", &one.organisation),
            Self::phone_row("Phone", &one.phone),
            Self::text_row("E-mail", &one.email),
            self.when_row("Since", one.starts),
            self.when_row("Until", one.ends),
        ];
        Item::now(named(&one.name, "Professional"), rows)
    }

    fn contact(one: &PersonalContact) -> Item {
        let rows = vec![
            Self::text_row("Relationship", &one.relationship),
            Self::row("Also", &one.roles, |roles| roles.join(", ")),
            Self::yes_row("Main carer", one.main_carer),
            Self::text_row("Can continue to care", &one.can_continue),
            Self::yes_row("Lives in the same home", one.household_member),
            Self::phone_row("Phone", &one.phone),
            Self::text_row("E-mail", &one.email),
            Self::text_row("Good to know", &one.comments),
        ];
        Item::now(named(&one.name, "Contact"), rows)
    }

    pub(super) fn carer_and_home(&self) -> Block {
        let mut block = Self::block("home", "Carer and home");
        self.sign(&mut block, self.record.person.checked);
        match &self.record.person.fact {
            Fact::Known(person) => {
                let home = &person.home;
                let rows = vec![
                    Self::text_row("Lives with", &home.lives_with),
                    Self::text_row("Home", &home.kind),
                    Self::yes_row("Key safe", home.key_safe),
                    Self::text_row("Getting in", &home.access),
                    Self::text_row("Pets", &home.pets),
                    Self::text_row("Telecare", &home.telecare),
                ];
                block.items.push(Item::now("Home".to_owned(), rows));
            }
            state => block.notes.push(self.note("Home", state, self.record.person.checked)),
        }
        self.add(&mut block, "Equipment", &self.record.equipment, |one| self.equipment(one));
        block
    }

    fn equipment(&self, one: &Equipment) -> Item {
        let rows = vec![
            self.when_row("Issued", one.issued),
            Self::text_row("Good to know", &one.comment),
            Self::phone_row("Service", &one.service_phone),
        ];
        Item::now(named(&one.name, "Equipment"), rows)
    }

    pub(super) fn communication(&self) -> Block {
        let mut block = Self::block("communication", "Communication and adjustments");
        self.sign(&mut block, self.record.person.checked);
        match &self.record.person.fact {
            Fact::Known(person) => {
                let talk = &person.communication;
                let rows = vec![
                    Self::text_row("Wants to be called", &person.preferred_name),
                    Self::text_row("Language", &talk.language),
                    Self::yes_row("Interpreter", talk.interpreter),
                    Self::text_row("Needs", &talk.needs),
                    Self::text_row("Adjustments", &talk.adjustments),
                ];
                block.items.push(Item::now(String::new(), rows));
            }
            state => block.notes.push(self.note("", state, self.record.person.checked)),
        }
        block
    }
}

fn named(name: &Fact<String>, otherwise: &str) -> String {
    name.known().cloned().unwrap_or_else(|| otherwise.to_owned())
}
