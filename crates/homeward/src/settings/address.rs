//! From which addresses may a peer connect?

use std::net::IpAddr;
use std::str::FromStr;

use serde::Deserialize;

/// A network: `10.20.0.0/16`, or one address: `10.20.0.7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Network {
    address: IpAddr,
    /// How many leading bits count.
    bits: u8,
}

/// A text that names no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an address such as `10.20.0.7` or a network such as `10.20.0.0/16`")]
pub struct NotANetwork;

impl Network {
    /// Whether the address lies in this network. An IPv4 address in IPv6 clothes is one of IPv4.
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                leading(ours.to_bits().into(), 32, self.bits)
                    == leading(theirs.to_bits().into(), 32, self.bits)
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
                leading(ours.to_bits(), 128, self.bits) == leading(theirs.to_bits(), 128, self.bits)
            }
            _ => false,
        }
    }
}

/// The leading bits of an address of that width; no bits at all are equal to any.
fn leading(address: u128, width: u8, bits: u8) -> u128 {
    address.checked_shr(u32::from(width - bits.min(width))).unwrap_or(0)
}

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| NotANetwork)?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(width), str::parse).map_err(|_| NotANetwork)?;
        if bits > width { Err(NotANetwork) } else { Ok(Self { address, bits }) }
    }
}

impl TryFrom<String> for Network {
    type Error = NotANetwork;

    fn try_from(text: String) -> Result<Self, NotANetwork> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(network: &str, address: &str, expected: bool) {
        let network: Network = network.parse().unwrap();
        assert_eq!(network.holds(address.parse().unwrap()), expected);
    }

    #[test]
    fn a_network_holds_its_own_and_nobody_else() {
        check("10.20.0.0/16", "10.20.255.1", true);
        check("10.20.0.0/16", "10.21.0.1", false);
        check("10.20.0.7", "10.20.0.7", true);
        check("10.20.0.7", "10.20.0.8", false);
        check("0.0.0.0/0", "192.0.2.1", true);
        check("0.0.0.0/0", "2001:db8::1", false);
        check("2001:db8::/32", "2001:db8:7::1", true);
        check("::/0", "2001:db8::1", true);
    }

    #[test]
    fn an_old_address_in_new_clothes_is_still_the_old_one() {
        check("10.20.0.0/16", "::ffff:10.20.0.9", true);
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["", "host", "10.20.0.0/33", "10.20/16", "10.20.0.0/-1", "::1/129"] {
            assert_eq!(text.parse::<Network>(), Err(NotANetwork), "{text}");
        }
    }
}
