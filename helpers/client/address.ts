/** Addresses that a remote vendor must not send clients to: this machine, its network, its cloud's metadata. */
import { BlockList, isIP } from 'node:net';

const private_ = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  private_.addSubnet(net, prefix);
for (const [net, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  private_.addSubnet(net, prefix, 'ipv6');

/** True for an IP address that is not public; a name is judged by the addresses it has. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '');
  const kind = isIP(bare);
  if (kind === 0) return /(^|\.)(localhost|local|internal)\.?$/i.test(bare);
  // `::ffff:127.0.0.1`: an IPv4-mapped IPv6 address is found in the IPv4 list.
  return private_.check(bare, kind === 4 ? 'ipv4' : 'ipv6');
}
