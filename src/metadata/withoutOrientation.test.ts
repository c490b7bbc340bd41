import { expect, it } from 'vitest';
import { writeExif, type Orientation } from './exif';
import { readOrientation, readPicture } from './picture';
import { ALL_PICTURES, jpegWithExif, pngChunk, pngWith, webpWithExif } from './testing/pictures';
import { withoutOrientation } from './withoutOrientation';

const turned = {
  png: (exif: Uint8Array) => pngWith(pngChunk('eXIf', exif)),
  jpeg: jpegWithExif,
  webp: webpWithExif,
};

for (const [kind, make] of Object.entries(turned)) {
  it.each([2, 3, 4, 5, 6, 7, 8] as Orientation[])(
    `says how a ${kind} lies (%i), and no browser can know it`,
    (orientation) => {
      const outcome = withoutOrientation(make(writeExif({ orientation })));
      expect(outcome.orientation).toBe(orientation);
      expect(readOrientation(outcome.bytes)).toBe(1);
      const info = readPicture(outcome.bytes);
      expect(info.ok && info.value.size).not.toBeNull();
    },
  );
}

it('leaves alone what stands upright, and what it does not know', () => {
  for (const make of Object.values(ALL_PICTURES)) {
    const bytes = make();
    expect(withoutOrientation(bytes)).toEqual({ bytes, orientation: 1 });
  }
  const none = Uint8Array.of(1, 2, 3);
  expect(withoutOrientation(none)).toEqual({ bytes: none, orientation: 1 });
});
