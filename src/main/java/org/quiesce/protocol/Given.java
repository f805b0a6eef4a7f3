package org.quiesce.protocol;

import java.lang.reflect.RecordComponent;

/** Refuses null where a user builds something. */
final class Given {

    private Given() {}

    /**
     * The argument that was given for a parameter.
     *
     * @throws ProtocolException if it is null, or a record with null somewhere in it
     */
    static <T> T given(String parameter, T argument) {
        if (argument == null) {
            throw new ProtocolException("'" + parameter + "' is null; give it a value");
        }
        if (argument instanceof Record whole) {
            for (RecordComponent component : whole.getClass().getRecordComponents()) {
                given(parameter + "." + component.getName(), valueOf(component, whole));
            }
        }
        return argument;
    }

    private static Object valueOf(RecordComponent component, Record whole) {
        try {
            return component.getAccessor().invoke(whole);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record of this package can always be read", e);
        }
    }
}
