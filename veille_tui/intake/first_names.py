"""First names common among people born in France before 1960: they settle which word is which."""

from __future__ import annotations

FIRST_NAMES = frozenset(
    """
    abdallah abdelkader achille adele adrien adrienne agnes ahmed aime aimee alain albert alberte
    alexandre alexis alfred alice aline alphonse amelie amina amparo ana andre andree angel angele
    anne annette annick annie anna antoine antoinette antonia antonio armand arlette armelle arnaud
    aude auguste augustin augustine aurelie aziz beatrice benoit berthe bernadette bernard bertrand
    blanche brigitte bruno camille carmen carole catherine cecile celestine celine chantal charles
    charlotte christian christiane christine christophe claire claude claudette claudie claudine
    clemence clementine colette conchita corinne cyrille daniel daniele danielle david delphine
    denis denise desire dolores dominique edith edmond edmonde edouard eliane elisabeth elise elodie
    emile emilie emilienne emma emmanuel encarnacion eric ernest ernestine estelle etienne eugene
    eugenie evelyne fabienne fatiha fatima fatma felix fernand fernande flora florence francine
    francis francisco franck francois francoise frederic gabriel gabrielle gaston genevieve georges
    georgette gerard germain germaine ghislaine gilbert gilberte gilles ginette gisele giuseppe
    guillaume gustave guy habiba hassan helene henri henriette herve hubert huguette irene isabelle
    jacqueline jacques janine jean jeanine jeanne jeannette jeannine joel joelle jocelyne jose
    joseph josephine josette josiane joao juan judith jules julia julie julien julienne juliette
    justine khadija khaled laure laurence laurent lea leon leonce leontine liliane lina lise louis
    louise
    lucas luce lucette lucie lucien lucienne luis lydie madeleine magali malika manuel marc marcel
    marcelle margot marguerite maria mariam marianne marie marina marinette marius marthe martial
    martine maryse maryvonne mathilde maurice mauricette max maxime melanie michel michele
    micheline mireille mohamed mohammed monique mustapha myriam nadia nadine nathalie nelly nicolas
    nicole noel noelle odette odile olga olivier omar pascal patrice patricia patrick paul paule
    paulette pauline pedro philippe pierre pierrette pilar rachel rachid raoul raphael raymond
    raymonde regine reine remy renaud rene renee richard robert roberte roger roland rolande rosa
    rosalie rose roselyne rosette sabine said salah samira sandrine sebastien serge sidonie simon
    simone simonne solange sophie stephane stephanie suzanne suzette sylvain sylvette sylviane
    sylvie teresa therese thierry thomas valentine valerie veronique victor victorine vincent
    violette virginie viviane yamina yann yves yvette yvon yvonne zohra
    """.split()
)
