//! With which keys do the tests sign?

use std::sync::LazyLock;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm,
};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use crate::jwt::{Algorithm, Signer};
use crate::keys::KeySet;

/// An RSA key of 2048 bits, made once: making one takes a moment.
pub(crate) static RSA: LazyLock<String> = LazyLock::new(rsa);

/// Another.
pub(crate) static OTHER_RSA: LazyLock<String> = LazyLock::new(rsa);

/// A signer by an algorithm, with the key `k1`.
pub(crate) fn signer(algorithm: Algorithm) -> Signer {
    Signer::read(pem_for(algorithm).as_bytes(), algorithm, "k1").unwrap()
}

/// A key in PEM that fits the algorithm.
pub(crate) fn pem_for(algorithm: Algorithm) -> String {
    match algorithm {
        Algorithm::Es256 => ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING),
        Algorithm::Es384 => ecdsa(&ECDSA_P384_SHA384_FIXED_SIGNING),
        _ => RSA.clone(),
    }
}

/// The set of the public halves.
pub(crate) fn published(signers: &[&Signer]) -> KeySet {
    let keys: Vec<_> = signers.iter().map(|signer| signer.public().unwrap()).collect();
    KeySet::read(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
}

fn rsa() -> String {
    let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
    pem(der.as_ref())
}

fn ecdsa(algorithm: &'static EcdsaSigningAlgorithm) -> String {
    pem(EcdsaKeyPair::generate(algorithm).unwrap().to_pkcs8v1().unwrap().as_ref())
}

fn pem(der: &[u8]) -> String {
    let text = BASE64_STANDARD.encode(der);
    let lines: Vec<&str> =
        (0..text.len()).step_by(64).map(|at| &text[at..text.len().min(at + 64)]).collect();
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"))
}
