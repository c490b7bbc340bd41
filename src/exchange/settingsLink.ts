import type { PictureMeta } from '../storage/pictureMeta';
import { notify } from '../shell/notices';
import { loadLink } from './metadataParts';

/** Puts a link to this app with the picture's settings in it onto the clipboard. They never leave with a request: fragments are not sent. */
export async function copySettingsLink({ request }: Pick<PictureMeta, 'request'>): Promise<void> {
  if (!request) return notify('A link can hold the settings of pictures that Outpane has made.');
  const { writeFragment } = await loadLink();
  const link = location.origin + location.pathname + writeFragment(request);
  try {
    await navigator.clipboard.writeText(link);
    notify('Link to these settings copied.');
  } catch {
    notify('The browser did not allow copying the link.');
  }
}
