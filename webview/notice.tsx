import type { VNode } from 'preact';
import { useActions } from './actions';
import type { Notice } from './aside';
import { Button } from './controls';
import { Icon } from './icon';

/** A sentence above everything else. */
export const NoticeBar = ({ notice }: { readonly notice: Notice }): VNode => (
  <aside class="notice" aria-label="Notice">
    <Icon name="info" />
    <p>{notice.text}</p>
    <NoticeButton action={notice.action} />
  </aside>
);

/** The same when there is nothing else on the page. */
export const NoticePage = ({ notice }: { readonly notice: Notice }): VNode => (
  <main class="nothing-yet">
    <Icon name="info" class="nothing-yet-icon" />
    <h1>Loop Inspector</h1>
    <p>{notice.text}</p>
    <NoticeButton action={notice.action} />
  </main>
);

function NoticeButton({ action }: Pick<Notice, 'action'>): VNode | null {
  const { dispatch, connectAgain } = useActions();
  switch (action) {
    case 'none':
      return null;
    case 'connect':
      return (
        <Button icon="debug-rerun" title="Connect with the program and show it here" onPress={connectAgain}>
          Show it here
        </Button>
      );
    case 'dismiss':
      return (
        <Button icon="close" title="Do not show this any longer" onPress={() => dispatch({ type: 'aside', change: { notice: null } })}>
          Dismiss
        </Button>
      );
  }
}
