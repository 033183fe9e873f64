// SPDX-License-Identifier: MIT
/** "Did you mean": near names, and the words that other tools have for ours. */

const synonyms: Readonly<Record<string, readonly string[]>> = {
  bandwidth: ["rate"],
  bw: ["rate"],
  datarate: ["rate"],
  latency: ["delay"],
  propagation_delay: ["delay"],
  packet_loss: ["loss"],
  max_queue_size: ["queue"],
  limit: ["queue"],
  start: ["at"],
  start_time: ["at"],
  starttime: ["at"],
  stop: ["until"],
  stop_time: ["until"],
  shutdown_time: ["until"],
  end: ["until"],
  duration: ["until"],
  nodes: ["hosts"],
  processes: ["programs"],
  args: ["run"],
  sysctls: ["sysctl"],
  environment: ["env"],
  directory: ["cwd"],
  expected_final_state: ["expect"],
  status: ["expect"],
  ip: ["address"],
  ip_addr: ["address"],
  macaddress: ["mac"],
  shutdown_signal: ["stopSignal"],
};

/** The one choice that was probably meant, or undefined. */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  const known = word.toLowerCase();
  const others = Object.hasOwn(synonyms, known) ? synonyms[known] : undefined;
  const meant = others?.find((one) => choices.includes(one));
  if (meant !== undefined) return meant;
  const [best] = ranked(word, choices);
  return best !== undefined && isNear(best) && best.distance < word.length / 2
    ? best.choice
    : undefined;
}

/** The choices that look like the word, best first, at most three. */
export function nearNames(word: string, choices: readonly string[]): readonly string[] {
  return ranked(word, choices)
    .filter((one) => isNear(one))
    .slice(0, 3)
    .map((one) => one.choice);
}

/** ` Did you mean "rate"?`, or the choices when nothing is near, or nothing. */
export function suggestion(word: string, choices: readonly string[]): string {
  const meant = nearest(word, choices);
  if (meant !== undefined) return ` Did you mean "${meant}"?`;
  if (choices.length === 0) return "";
  const shown = choices.slice(0, 30);
  const more = choices.length > shown.length ? ` and ${choices.length - shown.length} more` : "";
  return ` Choices: ${shown.join(", ")}${more}.`;
}

interface Ranked {
  readonly choice: string;
  readonly distance: number;
  readonly shared: number;
}

function isNear({ distance, choice }: Ranked): boolean {
  return distance <= 2 && distance < choice.length;
}

function ranked(word: string, choices: readonly string[]): readonly Ranked[] {
  return choices
    .map((choice) => ({
      choice,
      distance: editDistance(word.toLowerCase(), choice.toLowerCase()),
      shared: sharedPrefix(word, choice),
    }))
    .sort((a, b) => a.distance - b.distance || b.shared - a.shared);
}

function sharedPrefix(a: string, b: string): number {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  return n;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
