package example;

import org.quiesce.junit.ModelDirectory;
import org.quiesce.junit.PropertyTests;

/** Models of one's own, as quiesce new makes them, and copies of those of the atlas, against what their files expect. */
@ModelDirectory("models")
class ModelsTest implements PropertyTests {}
