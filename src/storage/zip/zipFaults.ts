import { OutpaneError, badRequest } from '../../protocol/errors';

/** Why one file of an archive can't be had: behind a password, too long, not what was packed, packed in a way that browsers don't know. */
export type EntryFault = 'locked' | 'large' | 'damaged' | 'method';

const HINTS: Record<EntryFault, string> = {
  locked: 'Unpack the archive with its password, then choose the files in it.',
  large: 'It is left out, so that the page does not run out of memory.',
  damaged: 'The archive may be damaged or not fully copied: fetch it again from where it was kept, then try once more.',
  method: 'Unpack the archive with the program that packed it, then choose the files in it.',
};

const MESSAGES: Record<EntryFault, string> = {
  locked: 'A file in the archive is locked with a password.',
  large: 'A file in the archive is too large when unpacked.',
  damaged: 'A file in the archive is damaged.',
  method: 'A file in the archive is packed in an unknown way.',
};

/** One file of an archive can't be read; the others may be fine. */
export class UnreadableEntry extends OutpaneError {
  constructor(
    readonly fault: EntryFault,
    name: string,
  ) {
    super({ code: 'bad-request', message: MESSAGES[fault], hint: HINTS[fault], cause: name });
  }
}

/** Nothing of the file can be read as a zip archive. */
export function unreadableArchive(cause: string): OutpaneError {
  return badRequest(
    "This file can't be read as a zip archive.",
    'Nothing was changed by it. It may be damaged or not fully copied: fetch it again from where it was kept, then try once more.',
    cause,
  );
}
