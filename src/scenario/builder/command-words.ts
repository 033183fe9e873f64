// SPDX-License-Identifier: MIT
/**
 * A command line to words: blanks separate, quotes and backslashes hold together as in a shell, and
 * nothing else of a shell is there.
 */

export interface Words {
  readonly words: readonly string[];
  /** What only a shell would understand, or a quote that does not end; undefined: all is well. */
  readonly problem: string | undefined;
}

const SHELL = new Set(["|", ">", "<", "$", "*", ";", "&", "`"]);

export function splitWords(line: string): Words {
  const words: string[] = [];
  let word: string | undefined;
  let shell: string | undefined;
  for (let i = 0; i < line.length; i++) {
    const letter = line[i] ?? "";
    if (letter === "'" || letter === '"') {
      const quoted = readQuoted(line, i);
      if (quoted === undefined) {
        return { words: [...words, word ?? ""], problem: `the quote ${letter} has no end` };
      }
      word = (word ?? "") + quoted.text;
      i = quoted.end;
    } else if (letter === "\\") {
      i++;
      word = (word ?? "") + (line[i] ?? "\\");
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      // "&" and ";" are common inside of addresses, where a shell is hardly meant.
      const alone = /^(?:\s|$)/.test(line[i + 1] ?? "");
      if (SHELL.has(letter) && (alone || (letter !== "&" && letter !== ";"))) shell ??= letter;
      word = (word ?? "") + letter;
    }
  }
  if (word !== undefined) words.push(word);
  const problem =
    shell === undefined
      ? undefined
      : `"${shell}" outside quotes is for a shell, and run starts a program without one`;
  return { words, problem };
}

/** The text between the quote at `start` and its end. */
function readQuoted(
  line: string,
  start: number,
): { readonly text: string; readonly end: number } | undefined {
  const quote = line[start];
  let text = "";
  for (let i = start + 1; i < line.length; i++) {
    const letter = line[i] ?? "";
    if (letter === quote) return { text, end: i };
    const next = line[i + 1] ?? "";
    if (quote === '"' && letter === "\\" && '"\\$`'.includes(next)) {
      text += next;
      i++;
    } else text += letter;
  }
  return undefined;
}
