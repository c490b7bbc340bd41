import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const SOURCE = 'src';

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|(^|\/)testing\//.test(name))
  .map((name) => join(SOURCE, name));

/** The files of src/ that a file imports, by `import type` and `import()` too. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'));
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => join(dirname(file), fileName))
    .flatMap((path) => [path, `${path}.ts`, `${path}.tsx`].filter((candidate) => files.includes(candidate)));
}

/** The first circle that can be walked from a file, as the files on it; null where there is none. */
function circleFrom(
  file: string,
  graph: Map<string, string[]>,
  done: Set<string>,
  path: string[] = [],
): string[] | null {
  const at = path.indexOf(file);
  if (at >= 0) return path.slice(at);
  if (done.has(file)) return null;
  for (const next of graph.get(file) ?? []) {
    const circle = circleFrom(next, graph, done, [...path, file]);
    if (circle) return circle;
  }
  done.add(file);
  return null;
}

it('has no circle of imports, not of types either', () => {
  const graph = new Map(files.map((file) => [file, importsOf(file)]));
  const done = new Set<string>();
  const circles = files.map((file) => circleFrom(file, graph, done)).filter((circle) => circle !== null);
  expect([...graph.values()].flat().length).toBeGreaterThan(500);
  expect(circles).toEqual([]);
});
