/**
 * The forms of shells and make (`$NAME`, `${NAME}`, `$(NAME)`), of templates (`{{ .name }}`, `#{NAME}#`, `%NAME%`,
 * `%(name)s`, `((name))`, `@NAME@`, `__NAME__`), and what a person is to replace (`<project-id>`).
 */
const FORMS = /\$[\w({[]|\{\{|#\{|%[^%]+%|%[({]|\(\(|@\w+@|__\w|<[^<>]+>/

/** A name alone, for `sed` or `envsubst`, or in the braces of a format: names of objects, images and ports have no such letters. */
const NAME = /^(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|\{[\w.-]+\})$/

/** Whether a text is completed by something else before the API server reads it, so that nobody can say what it is. */
export const isTemplated = (text: string): boolean => FORMS.test(text)

/** The same of a name. */
export const isFilledInLater = (name: string): boolean => isTemplated(name) || NAME.test(name)
