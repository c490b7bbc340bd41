import type { ManifestOptions } from 'vite-plugin-pwa';

const PICTURES = { 'image/png': ['.png'], 'image/jpeg': ['.jpg', '.jpeg'], 'image/webp': ['.webp'] };

/**
 * The web app manifest. Every address is relative to the manifest itself, which lies in the app's folder: so one
 * build rule holds for any base path.
 */
export const manifest: Partial<ManifestOptions> = {
  name: 'Outpane',
  short_name: 'Outpane',
  description: 'Type a prompt, watch a picture form, drag its edge and it grows. Everything runs on your own machine.',
  lang: 'en',
  dir: 'ltr',
  start_url: './',
  scope: './',
  display: 'standalone',
  display_override: ['standalone', 'minimal-ui'],
  orientation: 'any',
  background_color: '#f2f2f4',
  theme_color: '#f2f2f4',
  categories: ['graphics', 'photo', 'productivity', 'utilities'],
  icons: [
    { src: 'favicon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: 'icons/192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: 'icons/512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: 'icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: 'icons/monochrome-512.png', sizes: '512x512', type: 'image/png', purpose: 'monochrome' },
  ],
  screenshots: [
    {
      src: 'screenshots/wide.jpg',
      sizes: '1440x900',
      type: 'image/jpeg',
      form_factor: 'wide',
      label: 'A picture on the canvas and the prompt under it',
    },
    {
      src: 'screenshots/narrow.jpg',
      sizes: '780x1688',
      type: 'image/jpeg',
      form_factor: 'narrow',
      label: 'The same on a phone',
    },
  ],
  shortcuts: [
    { name: 'New picture', url: './?new', icons: [{ src: 'icons/192.png', sizes: '192x192', type: 'image/png' }] },
    {
      name: 'Open gallery',
      url: './#/gallery',
      icons: [{ src: 'icons/192.png', sizes: '192x192', type: 'image/png' }],
    },
  ],
  share_target: {
    action: './share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { title: 'title', text: 'text', url: 'url', files: [{ name: 'image', accept: Object.keys(PICTURES) }] },
  },
  file_handlers: [{ action: './', accept: PICTURES }],
  // The window that is open is kept, with whatever runs in it; files reach it through the launch queue.
  launch_handler: { client_mode: ['focus-existing', 'auto'] },
};
