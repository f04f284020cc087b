export const job = {
  state: {
    running: 'Running',
    done: 'Done',
    failed: 'Did not work; nothing was changed',
    cancelled: 'Cancelled; nothing was changed',
  },
  command: {
    import_run: 'Import',
    import_preview: 'Reading the file',
    aging_run: 'Ageing the balances',
    letters_create: 'Preparing letters',
    letters_post: 'Posting letters',
    letters_print: 'Writing letters',
    book_create: 'Making the book',
    book_check: 'Checking the book',
    book_backup: 'Backing up',
  },
  phase: {
    read: 'Reading',
    write: 'Writing',
    check: 'Checking',
  },
};
