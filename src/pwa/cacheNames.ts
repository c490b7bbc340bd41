/**
 * Names of this app's caches. They end in the scope, because several copies may live on one origin
 * (a static host's sub-folders) and none may touch another's.
 */
export interface CacheNames {
  /** The app's own files, fetched ahead. */
  shell: string;
  /** The .wasm files of onnxruntime that were used or asked for. */
  engine: string;
  /** Each model's card as a page has last seen it: it fits the weights that are stored. */
  card: string;
  /** Hashed files of the versions that open pages still run. */
  previous: string;
  /** What another app shared, until a page has read it. */
  shared: string;
}

export function cacheNames(scope: string): CacheNames {
  return {
    shell: `outpane-shell-${scope}`,
    engine: `outpane-engine-${scope}`,
    card: `outpane-card-${scope}`,
    previous: `outpane-previous-${scope}`,
    shared: `outpane-shared-${scope}`,
  };
}

/** Every cache of this copy of the app among all names on the origin. */
export function ownCaches(names: string[], scope: string): string[] {
  return names.filter((name) => name.startsWith('outpane-') && name.endsWith(`-${scope}`));
}
