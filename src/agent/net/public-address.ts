import ipaddr from 'ipaddr.js'

/** The range proxy programs use to stand in for any name; nobody's real address is in it. */
const standIn = ipaddr.parseCIDR('198.18.0.0/15')
const translated = ipaddr.parseCIDR('64:ff9b::/96')
const sixToFour = ipaddr.parseCIDR('2002::/16')
/** An old way to write an IPv4 address as one of IPv6. */
const compatible = ipaddr.parseCIDR('::/96')

/**
 * Whether an IP address is one of the open internet, not of this machine or its network. Addresses that carry another
 * one in them (IPv4 in IPv6, NAT64, 6to4) are judged by that one.
 * @param resolved true when a name resolved to it: proxy programs resolve every name to 198.18.0.0/15.
 */
export function isPublicAddress(address: string, resolved: boolean): boolean {
  if (!ipaddr.isValid(address)) return false
  const ip = innermost(ipaddr.process(address))
  if (ip.kind() === 'ipv4' && ip.match(standIn)) return resolved
  return ip.range() === 'unicast'
}

function innermost(ip: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (ip.kind() === 'ipv4') return ip
  const bytes = ip.toByteArray()
  if (ip.match(translated) || ip.match(compatible)) return ipaddr.fromByteArray(bytes.slice(12))
  if (ip.match(sixToFour)) return ipaddr.fromByteArray(bytes.slice(2, 6))
  return ip
}
