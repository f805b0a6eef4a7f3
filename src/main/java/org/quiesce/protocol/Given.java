package org.quiesce.protocol;

/** Refuses null where a user builds something. */
final class Given {

    private Given() {}

    /**
     * The argument that was given for a parameter.
     *
     * @throws ProtocolException if it is null
     */
    static <T> T given(String parameter, T argument) {
        if (argument == null) {
            throw new ProtocolException("'" + parameter + "' is null; give it a value");
        }
        return argument;
    }
}
