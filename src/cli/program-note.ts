// SPDX-License-Identifier: MIT
/**
 * The few words behind a program in the table, out of what it printed: of iperf3's client the
 * received rate, of ping the loss and the time. Other programs get none.
 */

/** At most this much of a program's output is looked at, from its end. */
export const NOTE_BYTES = 4096;

/** @param tail the end of the program's standard output */
export function programNote(argv: readonly string[], tail: string): string {
  const name = (argv[0] ?? "").split("/").at(-1);
  if (name === "iperf3" && argv.some((word) => /^-\w*c|^--client/.test(word))) return iperf3(tail);
  if (name === "ping" || name === "ping6") return ping(tail);
  return "";
}

function iperf3(tail: string): string {
  const rate = /([\d.]+) ([KMG]?bits)\/sec[^\n]*receiver/.exec(tail);
  if (rate === null) return "";
  const unit = (rate[2] ?? "").replace("bits", "bit/s").replace("K", "k");
  const datagrams = /(\d+)\/(\d+) \(([\d.e+-]+)%\)\s+receiver/.exec(tail);
  if (datagrams !== null) {
    return `${rate[1]} ${unit} received, ${datagrams[1]} of ${datagrams[2]} datagrams lost`;
  }
  const retransmissions = /bits\/sec +(\d+) +sender/.exec(tail)?.[1];
  const lost = retransmissions === undefined ? "" : `, ${retransmissions} retransmissions`;
  return `${rate[1]} ${unit} received${lost}`;
}

function ping(tail: string): string {
  const count = /(\d+) packets transmitted, (\d+) (?:packets )?received/.exec(tail);
  if (count === null) return "";
  const average = /min\/avg\/max(?:\/\w+)? = [\d.]+\/([\d.]+)\//.exec(tail)?.[1];
  const time = average === undefined ? "" : `, ${average} ms on average`;
  return `${count[2]} of ${count[1]} answered${time}`;
}
