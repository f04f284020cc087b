import { useAsk } from '../../data/use-command';
import { Answered, Problem } from '../../kit/states';
import { LetterView } from './letter-view';

/** A letter in the drawer of a list. */
export function OpenedLetter({ letterId }: { letterId: number }) {
  const letter = useAsk('letters.letter', { letter_id: letterId });
  if (letter.error && !letter.data) return <Problem error={letter.error} onRetry={() => letter.refetch()} />;
  return (
    <Answered answer={letter}>
      {(data) => <LetterView key={`${data.letter_id} ${data.status}`} letter={data} />}
    </Answered>
  );
}
