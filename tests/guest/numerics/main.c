/*
 * The FPU computes the same here as under Linux, to the last bit: solutions,
 * eigenvalues and singular values of random matrices by the Meschach library, and
 * that library's own test. check-console compiles the same sources with the same
 * flags for the host, and compares every byte.
 *
 * Meanwhile another thread sets its FPU to single precision: a kernel that mixes up
 * the FPU state of threads, or sets another control word than Linux, prints other
 * digits.
 */
/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
#include <matrix.h>
#include <matrix2.h>

int torture_main(int argc, char **argv);

static volatile int finished;

static void *disturb(void *unused)
{
    unsigned short single = 0x007f;
    volatile double sum = 0;
    double i;

    __asm__ volatile("fldcw %0" : : "m"(single));
    for (i = 1; !finished; i += 1)
        sum += 1 / i;
    return unused;
}

static void print_vector(const char *name, const VEC *vector)
{
    unsigned int i;

    printf("%s", name);
    for (i = 0; i < vector->dim; i++)
        printf(" %.17g", vector->ve[i]);
    printf("\n");
}

/* A random matrix with a larger diagonal, which makes it well-conditioned. */
static MAT *random_matrix(unsigned int n)
{
    MAT *a = m_get(n, n);
    unsigned int i;

    m_rand(a);
    for (i = 0; i < n; i++)
        a->me[i][i] += 2;
    return a;
}

static void solve(MAT *a, VEC *b)
{
    MAT *lu = m_copy(a, MNULL), *qr = m_copy(a, MNULL);
    PERM *pivot = px_get(a->m);
    VEC *diagonal = v_get(a->m), *x;

    LUfactor(lu, pivot);
    x = LUsolve(lu, pivot, b, VNULL);
    print_vector("lu", x);
    v_free(x);
    QRfactor(qr, diagonal);
    x = QRsolve(qr, diagonal, b, VNULL);
    print_vector("qr", x);
    V_FREE(x);
    V_FREE(diagonal);
    PX_FREE(pivot);
    M_FREE(lu);
    M_FREE(qr);
}

static void decompose(MAT *a)
{
    MAT *square = mmtr_mlt(a, a, MNULL), *q = m_get(a->m, a->m), *copy = m_copy(a, MNULL);
    VEC *values = symmeig(square, q, VNULL), *singular, *real = v_get(a->m), *imaginary = v_get(a->m);

    print_vector("symmetric", values);
    singular = svd(copy, MNULL, MNULL, VNULL);
    print_vector("singular", singular);
    m_copy(a, copy);
    schur(copy, q);
    schur_evals(copy, real, imaginary);
    print_vector("real", real);
    print_vector("imaginary", imaginary);
    V_FREE(values);
    V_FREE(singular);
    V_FREE(real);
    V_FREE(imaginary);
    M_FREE(square);
    M_FREE(q);
    M_FREE(copy);
}

int main(int argc, char **argv)
{
    static char *arguments[] = { "torture", "4711", NULL };
    pthread_t disturber;
    unsigned int n;

    if (argc != 2 || chdir(argv[1]))
        return 2;
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    pthread_create(&disturber, NULL, disturb, NULL);
    printf("begin\n");
    torture_main(2, arguments);
    smrand(42);
    for (n = 3; n < 60; n += 8) {
        MAT *a = random_matrix(n);
        VEC *b = v_rand(v_get(n));

        solve(a, b);
        decompose(a);
        M_FREE(a);
        V_FREE(b);
    }
    finished = 1;
    pthread_join(disturber, NULL);
    printf("end\n");
    return 0;
}
