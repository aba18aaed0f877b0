//! What can nobody guess?

use aws_lc_rs::rand;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

/// The system gives no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random bytes")]
pub struct NoChance;

/// 256 bits by chance, as 43 letters and digits that may stand in an address.
pub fn word() -> Result<String, NoChance> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| NoChance)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}
