//! What does an authenticator answer?
//!
//! As much of Web Authentication as a test needs, in software: a security key of somebody else's
//! making, which can be told to misbehave.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// A security key with room for one passkey.
pub(crate) struct Authenticator {
    pair: EcdsaKeyPair,
    id: [u8; 16],
    /// The account, once a passkey was made.
    account: String,
    /// The page that its browser shows.
    pub(crate) origin: String,
    /// For which name it answers.
    pub(crate) relying_party: String,
    /// How often it has signed; 0 for good where it does not count.
    pub(crate) count: u32,
    /// Whether it asked its owner for a finger, a face or a code.
    pub(crate) verifies: bool,
    /// Whether it keeps passkeys so that it finds them by itself.
    pub(crate) keeps: bool,
}

impl Authenticator {
    pub(crate) fn new(origin: &str) -> Self {
        let host = origin.split("://").nth(1).unwrap();
        let mut id = [0; 16];
        aws_lc_rs::rand::fill(&mut id).unwrap();
        Self {
            pair: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap(),
            id,
            account: String::new(),
            origin: origin.to_owned(),
            relying_party: host.split(':').next().unwrap().to_owned(),
            count: 0,
            verifies: true,
            keeps: true,
        }
    }

    /// Makes a passkey, as `navigator.credentials.create` is told to.
    pub(crate) fn make(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        options["user"]["id"].as_str().unwrap().clone_into(&mut self.account);
        let client = self.client("webauthn.create", &options);
        let mut data = self.data(0x40);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(self.id);
        data.extend(self.public_key());
        let mut attestation = vec![0xa3, 0x63];
        attestation.extend(b"fmt\x64none\x67attStmt\xa0\x68authData\x59");
        attestation.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        attestation.extend(data);
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key",
            "response": { "attestationObject": text(&attestation), "clientDataJSON": text(&client) },
            "clientExtensionResults": { "credProps": { "rk": self.keeps } },
        })
        .to_string()
    }

    /// Proves that it is at hand, as `navigator.credentials.get` is told to.
    pub(crate) fn prove(&self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        let client = self.client("webauthn.get", &options);
        let data = self.data(0);
        let signed = [data.as_slice(), digest(&SHA256, &client).as_ref()].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &signed).unwrap();
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key",
            "response": {
                "authenticatorData": text(&data), "clientDataJSON": text(&client),
                "signature": text(signature.as_ref()), "userHandle": self.account,
            },
            "clientExtensionResults": {},
        })
        .to_string()
    }

    fn client(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = &options["challenge"];
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    /// The authenticator data: for whom, the flags and the count.
    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = digest(&SHA256, self.relying_party.as_bytes()).as_ref().to_vec();
        data.push(flags | 0x01 | if self.verifies { 0x04 } else { 0 });
        data.extend(self.count.to_be_bytes());
        data
    }

    /// ES256, as COSE writes it.
    fn public_key(&self) -> Vec<u8> {
        let point = self.pair.public_key().as_ref();
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        key.extend(&point[1..33]);
        key.extend([0x22, 0x58, 0x20]);
        key.extend(&point[33..65]);
        key
    }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
