/** Of shells and make (`$NAME`, `${NAME}`, `$(NAME)`), and of templates (`{{ .name }}`). */
const TEMPLATE = /\$[\w({[]|\{\{/

/** Of other templates (`#{NAME}#`, `%NAME%`, `%(name)s`, `((name))`, `@NAME@`, `__NAME__`), and for people (`<project-id>`). */
const PLACEHOLDER = /#\{|%[^%]+%|%[({]|\(\(|@\w+@|__\w|<[^<>]+>/

/** A name alone, for `sed` or `envsubst`, or in the braces of a format: names of objects, images and ports have no such letters. */
const NAME = /^(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|\{[\w.-]+\})$/

/** Whether a text is completed by a shell or a template before the API server reads it. */
export const isTemplated = (text: string): boolean => TEMPLATE.test(text)

/** Whether a name is written by something else before the API server reads it, so that nobody can say what it is. */
export const isFilledInLater = (name: string): boolean => isTemplated(name) || PLACEHOLDER.test(name) || NAME.test(name)
