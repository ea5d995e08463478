"""What an address is: how it may be shown, whose origin it names, and how near to us it lies."""

from __future__ import annotations

import re
from enum import IntEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from httpx import URL

Origin = tuple[str, int]
"""Host, in lower case and without the root's dot, and port."""

DEFAULT_PORTS = {"http": 80, "https": 443}
_USERINFO = re.compile(r"(?<=//)[^/?#\s]*@")
# Names under which feeds, proxies and clouds hand out secrets: ?token=…, &X-Amz-Signature=…
_SECRET = re.compile(
    r"""
    (?<= [?&;#] )
    (
      (?: [\w.%-]* [_.-] )?
      (?: token | key | apikey | secret | passwor[dt] | passwd | pass | pwd | auth | authorization
        | credentials? | code | hash | hmac | jwt | sig | sign | signature
        | sid | session | sessionid | ticket | user | login )
      =
    )
    [^&;#\s]+
    """,
    re.VERBOSE | re.IGNORECASE,
)

# RFC 4291, section 2.4, and IANA's registry of special addresses: what of IPv6 is in use by the public
# is 2000::/3, less these. (Of 2001::/23 only anycast services are global, and none serves articles.)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NOT_GLOBAL = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
_LOCAL = tuple(map(IPv6Network, ("fc00::/7", "fec0::/10", "64:ff9b:1::/48")))
# Prefix → where in the address the IPv4 address stands that is really asked, in bits from the right.
_EMBEDDINGS = {
    IPv6Network("::ffff:0:0/96"): 0,  # mapped, RFC 4291, section 2.5.5.2
    IPv6Network("::ffff:0:0:0/96"): 0,  # translated, RFC 7915
    IPv6Network("64:ff9b::/96"): 0,  # NAT64, RFC 6052
    IPv6Network("2002::/16"): 80,  # 6to4, RFC 3056
}
_IPV4 = 0xFFFF_FFFF
_LANS = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")))


class Depth(IntEnum):
    """How far inside a network an address lies; a deeper one is nearer to us."""

    PUBLIC = 0
    LAN = 1
    """RFC 1918, RFC 6598, RFC 4193: the home's or the company's."""
    LOOPBACK = 2
    REST = 3
    """Link-local (where clouds tell secrets), multicast, reserved, unheard of."""


def depth_of(address: str) -> Depth:
    """How near to us an IP address lies, also one that is wrapped into another."""
    parsed = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address):
        for network, shift in _EMBEDDINGS.items():
            if parsed in network:
                return _depth_of_v4(IPv4Address(int(parsed) >> shift & _IPV4))
        return _depth_of_v6(parsed)
    return _depth_of_v4(parsed)


def _depth_of_v4(address: IPv4Address) -> Depth:
    if address.is_loopback or int(address) == 0:  # 0.0.0.0 connects to this machine
        return Depth.LOOPBACK
    if address.is_link_local or address.is_multicast or address.is_reserved:
        return Depth.REST
    if address.is_global:
        return Depth.PUBLIC
    return Depth.LAN if any(address in network for network in _LANS) else Depth.REST


def _depth_of_v6(address: IPv6Address) -> Depth:
    if int(address) <= 1:  # :: connects to this machine, as ::1 does
        return Depth.LOOPBACK
    if any(address in network for network in _LOCAL):
        return Depth.LAN
    if address in _GLOBAL_UNICAST and not any(address in network for network in _NOT_GLOBAL):
        return Depth.PUBLIC
    return Depth.REST


def origin_of(url: URL) -> Origin:
    """Whom a parsed address asks; two that the client would connect alike are equal."""
    host = url.raw_host.decode("ascii", "replace").lower().rstrip(".")
    return host, url.port or DEFAULT_PORTS.get(url.scheme, 0)


def shown(url: str) -> str:
    """An address as logs and messages may tell it: without user, password and secret parameters."""
    return _SECRET.sub(r"\1…", _USERINFO.sub("", url))
