// SPDX-License-Identifier: MIT
/**
 * The 9P2000.L server of one host: answers each message of the kernel's client (net/9p, fs/9p) at
 * once, from a `FileTree`.
 *
 * It expects one client that checks permissions itself (access=client) and caches nothing
 * (cache=none). Extended attributes do not exist (EOPNOTSUPP), locks of one client always succeed,
 * and there is no authentication. A failure of a request is Rlerror with a Linux errno.
 *
 * ```ts
 * const server = new P9Server(tree);
 * const length = server.request(message, reply); // reply[0, length) is the answer
 * ```
 */

import { Errno, FileError } from "./errno.ts";
import { MessageType } from "./messages.ts";
import { attributeRequests } from "./requests-attributes.ts";
import { fileRequests } from "./requests-files.ts";
import { nameRequests } from "./requests-names.ts";
import { sessionRequests } from "./requests-session.ts";
import { Session } from "./session.ts";
import type { FileTree } from "./tree.ts";

/** Largest message, requests and replies. Unit: bytes. */
export const MSIZE_BYTES = 131072;

/** Reads a request's body from `session.input` and writes the reply's to `session.output`. */
type Answer = (session: Session) => void;

const answers: ReadonlyMap<number, Answer> = new Map<number, Answer>([
  ...sessionRequests,
  ...fileRequests,
  ...nameRequests,
  ...attributeRequests,
]);

export class P9Server {
  readonly #session: Session;

  constructor(tree: FileTree) {
    this.#session = new Session(tree, MSIZE_BYTES);
  }

  /**
   * Answers the message at the start of `message`; the buffers must not overlap.
   *
   * @returns the length of the answer in `reply`
   */
  request(message: Uint8Array, reply: Uint8Array): number {
    const session = this.#session;
    const { input, output } = session;
    const type = message[4] ?? 0;
    const tag = (message[5] ?? 0) | ((message[6] ?? 0) << 8);
    try {
      input.reset(message);
      output.reset(reply, session.msize);
      const answer = answers.get(type);
      if (answer === undefined) throw new FileError(Errno.EOPNOTSUPP);
      session.refused = 0;
      answer(session);
      if (session.refused > 0) return this.#refuse(reply, session.refused, tag);
      return output.finish(type + 1, tag);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return this.#refuse(reply, error.errno, tag);
    }
  }

  #refuse(reply: Uint8Array, errno: number, tag: number): number {
    const { output, msize } = this.#session;
    output.reset(reply, msize);
    output.u32(errno);
    return output.finish(MessageType.Rlerror, tag);
  }
}
