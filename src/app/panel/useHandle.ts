import { useCallback } from 'react';
import { setHandle, type HandleName } from '../../shell/handles';

/** A ref that makes its element the one a chip or a command leads to. */
export function useHandle(name: HandleName) {
  return useCallback(
    (element: HTMLElement | null) => {
      setHandle(name, element);
      return () => setHandle(name, null);
    },
    [name],
  );
}
