import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { contentPolicy } from '../contentPolicy.ts';

/** The page's policy: its inline scripts are allowed by their hash. */
export function pagePolicy(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  return contentPolicy(inline.map(([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`));
}

/** Writes the policy into the built page (last of all, so that every script is there), and sends it with the scripts of `vite preview`. */
export const policyPlugin: Plugin[] = [
  {
    name: 'outpane:page-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: pagePolicy(html) },
          injectTo: 'head-prepend',
        },
      ],
    },
  },
  {
    name: 'outpane:script-policy',
    configurePreviewServer: ({ middlewares }) => {
      middlewares.use((request, response, next) => {
        const [path = ''] = (request.url ?? '').split('?');
        if (path.endsWith('.js')) response.setHeader('Content-Security-Policy', contentPolicy());
        next();
      });
    },
  },
];
