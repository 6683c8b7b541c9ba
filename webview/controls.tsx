/**
 * Our controls. They are made of VS Code's webview toolkit, which upstream has archived: no other module
 * knows of it, so that something else can take its place here.
 */
import { closeProbeRoom } from './probeRoom';
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeTextField } from '@vscode/webview-ui-toolkit';
import { type ComponentChildren, createElement, type VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from './icon';

/** Makes the controls known to the page; to be called before the first is drawn. */
export function registerControls(): void {
  closeProbeRoom();
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeTextField());
}

interface ButtonProps {
  readonly icon: string;
  readonly primary?: boolean;
  readonly disabled?: boolean;
  readonly title: string;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

export function Button({ icon, primary = false, disabled = false, title, onPress, children }: ButtonProps): VNode {
  const press = (): void => {
    // A disabled custom element still gets clicks.
    if (!disabled) onPress();
  };
  const props = { appearance: primary ? 'primary' : 'secondary', disabled, title, onClick: press };
  return element('vscode-button', props, <Icon name={icon} slot="start" />, children);
}

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly maxLength: number;
  readonly onChange: (text: string) => void;
}

/** A text field that reports every keystroke; Escape empties it. */
export function SearchField({ label, placeholder, value, maxLength, onChange }: SearchFieldProps): VNode {
  const field = useRef<HTMLElement & { value: string }>(null);
  // The toolkit sets a label of its own when the element enters the page.
  useLayoutEffect(() => field.current?.setAttribute('aria-label', label), [label]);
  const props = {
    ref: field,
    class: 'search-field',
    placeholder,
    value,
    maxlength: maxLength,
    onInput: () => onChange(field.current?.value ?? ''),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape' && value !== '') onChange('');
    },
  };
  return element('vscode-text-field', props, <Icon name="filter" slot="start" />);
}

/** A small round figure beside a heading. Not the toolkit's: that one has a style attribute in its markup, which the page's policy refuses. */
export const Badge = ({ children }: { readonly children: ComponentChildren }): VNode => <span class="badge">{children}</span>;

/** JSX does not know the toolkit's elements and their properties. */
const element = (name: string, properties: Readonly<Record<string, unknown>>, ...children: ComponentChildren[]): VNode => createElement<object>(name, properties, ...children);
