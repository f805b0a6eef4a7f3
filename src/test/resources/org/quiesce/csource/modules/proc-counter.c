/* expected: holds */
/* An entry of /proc that counts who reads it. */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

struct tally {
	unsigned long reads;
};

static struct tally *tally;
static struct proc_dir_entry *entry;

static ssize_t tally_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	tally->reads++;
	return 0;
}

static const struct proc_ops tally_ops = {
	.proc_read = tally_read,
};

static int __init tally_init(void)
{
	tally = kzalloc(sizeof(*tally), GFP_KERNEL);
	if (!tally)
		return -ENOMEM;
	entry = proc_create("tally", 0444, NULL, &tally_ops);
	if (!entry) {
		kfree(tally);
		return -ENOMEM;
	}
	return 0;
}

static void __exit tally_exit(void)
{
	proc_remove(entry);
	kfree(tally);
}

module_init(tally_init);
module_exit(tally_exit);
MODULE_LICENSE("GPL");
