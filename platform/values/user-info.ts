/** Whether a URL has a user name or password, which look like its host to a reader. */
export const hasUserInfo = ({ username, password }: URL): boolean =>
  username !== '' || password !== '';
