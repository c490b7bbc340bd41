import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { importX } from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import reactHooks from 'eslint-plugin-react-hooks';
import jsxA11y from 'eslint-plugin-jsx-a11y';

/** Which folders of src/ a folder may import from, besides itself. Arrows point down only (docs/architecture.md). */
const allowed = {
  platform: [],
  geometry: [],
  protocol: ['geometry'],
  imaging: ['geometry', 'protocol'],
  metadata: ['protocol', 'imaging'],
  models: ['protocol'],
  storage: ['platform', 'protocol', 'models'],
  runtime: ['platform', 'protocol', 'models'],
  text: ['protocol', 'models'],
  diffusion: ['protocol', 'models'],
  pipeline: ['diffusion', 'text', 'models', 'runtime', 'imaging', 'geometry', 'protocol'],
  worker: [
    'pipeline',
    'diffusion',
    'text',
    'models',
    'runtime',
    'imaging',
    'geometry',
    'storage',
    'protocol',
    'platform',
  ],
  engine: ['protocol', 'models', 'platform'],
  editor: ['storage', 'imaging', 'geometry', 'protocol', 'platform'],
  pwa: ['platform', 'storage', 'protocol'],
  stores: ['editor', 'engine', 'storage', 'models', 'metadata', 'imaging', 'geometry', 'protocol', 'platform', 'pwa'],
  actions: [
    'stores',
    'editor',
    'engine',
    'storage',
    'models',
    'metadata',
    'imaging',
    'geometry',
    'protocol',
    'platform',
    'pwa',
  ],
  ui: ['platform'],
  app: [
    'ui',
    'actions',
    'stores',
    'editor',
    'engine',
    'storage',
    'models',
    'metadata',
    'imaging',
    'geometry',
    'protocol',
    'platform',
    'pwa',
  ],
};

const direction = Object.entries(allowed).map(([folder, below]) => ({
  files: [`src/${folder}/**/*.{ts,tsx}`],
  ignores: ['**/*.test.{ts,tsx}', 'src/*/testing/**'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: Object.keys(allowed)
              .filter((other) => other !== folder && !below.includes(other))
              .flatMap((other) => [`../**/${other}/**`, `../${other}/**`]),
            message: `src/${folder}/ may import only from: ${below.join(', ') || 'nothing but itself'}.`,
          },
          {
            regex: '^onnxruntime-web$',
            message: 'Import a sub-path (/wasm, /webgpu, /jspi): the bare import is the JSEP build.',
            allowTypeImports: true,
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist', 'public', 'node_modules', 'test-results', 'playwright-report', 'training', '.cache'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.json' })] },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['src/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks, 'jsx-a11y': jsxA11y },
    rules: {
      ...reactHooks.configs['recommended-latest'].rules,
      ...jsxA11y.flatConfigs.recommended.rules,
    },
  },
  { files: ['scripts/**', '*.config.*', 'e2e/**', 'bench/**'], languageOptions: { globals: globals.node } },
  ...direction,
);
