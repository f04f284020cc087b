import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/** Shades around the one accent; filled parts use the token itself, so that contrast is decided in one place. */
const accent: MantineColorsTuple = [
  '#eef3fe',
  '#dbe5fc',
  '#b5c8f8',
  '#8aabff',
  '#5f87ee',
  '#3f6be0',
  '#2a55cf',
  '#2046b4',
  '#1a3990',
  '#142c6f',
];

/** The neutral steps of the dark theme; Mantine's own are warm and would lie beside the tokens like another paper. */
const dark: MantineColorsTuple = [
  '#e8ebf1',
  '#b5bdca',
  '#97a1b1',
  '#5b6577',
  '#3a4250',
  '#262d38',
  '#1b2029',
  '#151920',
  '#0e1116',
  '#0b0e13',
];

/** Filled parts take their colours from the tokens, so that the text on them is readable in both themes. */
const fromTokens: VariantColorsResolver = (input) => {
  const known = defaultVariantColorsResolver(input);
  if (input.variant === 'outline' && input.color === 'red') {
    return { ...known, color: 'var(--db-bad)', border: '1px solid var(--db-bad)' };
  }
  if (input.variant !== 'filled') return known;
  const name = input.color === 'red' ? 'bad' : 'accent';
  return {
    ...known,
    background: `var(--db-${name})`,
    hover: `var(--db-${name}-strong)`,
    color: `var(--db-on-${name})`,
  };
};

export const mantineTheme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 3 },
  colors: { accent, dark },
  autoContrast: true,
  variantColorResolver: fromTokens,
  fontFamily: 'var(--db-font)',
  fontFamilyMonospace: 'var(--db-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '22px', lg: '24px', xl: '28px' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  headings: { fontFamily: 'var(--db-font)', fontWeight: '600' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'xs' } },
    Autocomplete: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', checkIconPosition: 'right', allowDeselect: false } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    Radio: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Menu: { defaultProps: { shadow: 'md', withinPortal: true } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
  },
});

const shared = {
  '--mantine-color-body': 'var(--db-surface)',
  '--mantine-color-text': 'var(--db-text)',
  '--mantine-color-dimmed': 'var(--db-text-3)',
  '--mantine-color-placeholder': 'var(--db-text-3)',
  '--mantine-color-error': 'var(--db-bad)',
  '--mantine-color-anchor': 'var(--db-accent)',
  '--mantine-color-default': 'var(--db-surface)',
  '--mantine-color-default-hover': 'var(--db-hover)',
  '--mantine-color-default-color': 'var(--db-text)',
  '--mantine-color-default-border': 'var(--db-line-strong)',
  '--mantine-primary-color-filled': 'var(--db-accent)',
  '--mantine-primary-color-filled-hover': 'var(--db-accent-strong)',
  '--mantine-primary-color-contrast': 'var(--db-on-accent)',
  '--mantine-primary-color-light': 'var(--db-accent-soft)',
  '--mantine-primary-color-light-color': 'var(--db-accent)',
  '--mantine-color-accent-filled': 'var(--db-accent)',
  '--mantine-color-accent-filled-hover': 'var(--db-accent-strong)',
};

/** Mantine's own names point at the tokens: changing the theme changes both at once. */
export const mantineVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
